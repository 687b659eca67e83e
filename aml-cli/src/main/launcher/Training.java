import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Runs the program once and stores the classes that it loaded and linked in an AOT cache.
///
/// There are seven caches. Each class in a cache costs every start some ten microseconds, so short read-only commands
/// have a minimal cache, commands that do not use the index have one without Lucene, and both servers, the hooks of
/// the guard and the commands on copies of backups have one each with only their own classes; the `start` script
/// selects.
/// That of copies contains the client of object stores, which is trained with a stub of one.
///
/// The class path must be that of the launcher, or the JVM rejects the cache. The JVM compares names, sizes and times
/// of the jars but not their folder, so an image may be moved. A failed training only costs start time, so it causes a
/// warning and does not fail the build.
final class Training {
    static final String NATIVE = "libzstd-jni.so";
    static final String MAIN_JAR = "aml-cli.jar";
    private static final String MAIN = "loom.aml.cli.Main";

    /// The jar whose manifest names all others, those of optional parts too.
    static final String PARTS_JAR = "parts.jar";

    private static final String COPY = "copy";

    /// The names of the caches, which say what [loom.aml.cli.Train] runs for them; those that take longest come first.
    private static final List<String> NAMES = List.of(COPY, "aml", "serve", "mcp", "store", "look", "guard");

    private static final long SECONDS = 600;
    private static final int ATTEMPTS = 3;

    private final Path java;
    private final Path image;
    private final Path target;

    /// Trains an image in place, with the `java` that will run it. Logs and scratch files go to the target folder.
    Training(Path java, Path image, Path target) {
        this.java = java;
        this.image = image;
        this.target = target;
    }

    void run() throws IOException, InterruptedException {
        Path scratch = target.resolve("training");
        Trees.delete(scratch);
        Files.createDirectories(scratch);
        Files.deleteIfExists(log());
        // Creates the stores in a process that is not trained.
        make(scratch, "sample", "looked-at", "--items", "2000", "--seed", "1");
        make(scratch, "init", "empty");
        make(scratch, "sample", "recorded", "--items", "200", "--seed", "1");
        make(scratch, "recorded", "prune", "--no-backup");
        for (String indexed : List.of("store/indexed", "all/indexed")) {
            make(scratch, "sample", indexed, "--items", "200", "--seed", "1");
            make(scratch, indexed, "optimize", "index");
        }
        make(scratch, "sample", "store/memory", "--items", "2000", "--seed", "1");
        make(scratch, "sample", "all/memory", "--items", "2000", "--seed", "1");
        make(scratch, "sample", "served", "--items", "2000", "--seed", "1");
        make(scratch, "sample", "spoken-to", "--items", "2000", "--seed", "1");
        notes(scratch.resolve("home/.claude/projects/-x/memory"));
        make(scratch, "sample", "copied/memory", "--items", "2000", "--seed", "1");
        try (ObjectStoreStub objects = new ObjectStoreStub()) {
            configure(scratch.resolve("copied/home"), objects.endpoint());
            trainAll(scratch);
        }
        Trees.delete(scratch);
    }

    /// Returns the paths of all caches of an image, whether they exist or not.
    static List<Path> caches(Path image) {
        return NAMES.stream().map(name -> cache(image, name)).toList();
    }

    private static Path cache(Path image, String name) {
        return image.resolve(name + ".aot");
    }

    /// Creates a folder of memories as Claude Code does.
    private static void notes(Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder index = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            index.append("- [Note ").append(i).append("](note-").append(i).append(".md)\n");
            Files.writeString(
                    folder.resolve("note-" + i + ".md"),
                    "---\nname: note-" + i + "\ndescription: \"trained\"\n---\n\nThe rule.\n");
        }
        Files.writeString(folder.resolve("MEMORY.md"), index);
    }

    /// Writes the configuration of a user who copies backups to an object store.
    private static void configure(Path home, String endpoint) throws IOException {
        Path folder = Files.createDirectories(home.resolve(".config/aml"));
        Files.writeString(
                folder.resolve("aml.toml"),
                "[backup]\ncopy_to = \"s3://trained/copy\"\n\n[object_store]\nendpoint = \"" + endpoint
                        + "\"\nregion = \"us-east-1\"\npath_style = true\n");
    }

    private void make(Path scratch, String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-cp", jar("store"), MAIN));
        arguments.addAll(List.of(words));
        arguments.add("-q");
        process(scratch, arguments);
    }

    /// As many at once as there are processors: each runs in processes of its own, on stores that no other uses.
    private void trainAll(Path scratch) throws IOException, InterruptedException {
        try (ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Callable<Void>> trainings = new ArrayList<>();
            for (String name : NAMES) {
                trainings.add(() -> {
                    train(name, scratch);
                    return null;
                });
            }
            for (Future<Void> training : pool.invokeAll(trainings)) {
                training.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("training failed", e.getCause());
        }
    }

    private void train(String name, Path scratch) throws IOException, InterruptedException {
        for (int attempt = 1; !isTrained(name, scratch); attempt++) {
            if (attempt == ATTEMPTS) {
                warn("no " + name + ".aot, since the JVM does not start with it, so aml starts slower");
                return;
            }
        }
    }

    /// Returns false if the JVM made a cache with which it does not start.
    private boolean isTrained(String name, Path scratch) throws IOException, InterruptedException {
        Path cache = image.resolve(name + ".aot.new");
        Process training = process(
                scratch,
                List.of(
                        "-XX:AOTCacheOutput=" + cache,
                        "-cp",
                        jar(name),
                        "loom.aml.cli.Train",
                        scratch.toString(),
                        name));
        boolean ended = !training.isAlive();
        if (!ended) {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly().waitFor();
        }
        String outcome = !ended ? "did not end" : "ended with status " + training.exitValue();
        // A failed training is still usable up to the failure, but a killed process may leave an incomplete file.
        if (ended && Files.exists(cache) && !starts(scratch, cache, name)) {
            Files.delete(cache);
            return false;
        }
        if (ended && Files.exists(cache)) {
            Files.move(cache, cache(image, name));
            if (training.exitValue() != 0) {
                warn("the training for " + name + ".aot " + outcome + ", so aml may start slower");
            }
        } else {
            Files.deleteIfExists(cache);
            Files.deleteIfExists(image.resolve(name + ".aot.new.config"));
            warn("no " + name + ".aot, since the training " + outcome + ", so aml starts slower");
        }
        return true;
    }

    /// Returns whether the program starts with a cache. JDK 25.0.3 sometimes makes one with which it crashes.
    private boolean starts(Path scratch, Path cache, String name) throws IOException, InterruptedException {
        Process start = process(scratch, List.of("-XX:AOTCache=" + cache, "-cp", jar(name), MAIN, "--version"));
        boolean ended = !start.isAlive();
        start.destroyForcibly();
        return ended && start.exitValue() == 0;
    }

    private Process process(Path directory, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("@" + image.resolve("jvm.options"));
        command.add("-DZstdNativePath=" + image.resolve(NATIVE));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // External flags would become part of the cache and differ at the start; the launcher sets the locale.
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        // For the stub of an object store, whatever object stores the machine uses.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "trained", "AWS_SECRET_ACCESS_KEY", "trained"));
        Process process = builder.start();
        process.getOutputStream().close();
        process.waitFor(SECONDS, TimeUnit.SECONDS);
        return process;
    }

    /// Returns the class path for a cache.
    private String jar(String name) {
        return (name.equals(COPY)
                        ? image.resolve(PARTS_JAR)
                        : image.resolve("lib").resolve(MAIN_JAR))
                .toString();
    }

    private Path log() {
        return target.resolve("training.log");
    }

    private void warn(String what) {
        System.out.println("[WARNING] " + what + "; see " + log());
    }
}
