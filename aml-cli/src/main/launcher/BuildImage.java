import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Assembles what the launcher starts. The build runs this file from source, with the JDK that will run the image:
///
/// ```
/// aml-cli/target/aml/
///    lib/aml-cli.jar      its manifest names the other jars
///    lib/*.jar
///    libzstd-jni.so       the native part of zstd
///    jvm.options          flags of every start
///    jvm.backup.options   more flags, for commands on backups
///    aml.aot              classes loaded and linked ahead of time, trained under those flags
///    jdk                  one line: the home of the JDK that all this was made with
///    built                empty; its time is when the build began, so that a newer source is noticed
/// ```
///
/// Beside it lie `training.log` and, for the integration tests, `it.properties`.
///
/// The image is made beside the old one and takes its place by rename, so a running command keeps the files it has.
/// Only there it is trained: in any other place the JVM would look for the folder of the training again with each class
/// that it takes from the cache. A training that fails costs start time only: it is a warning, never a failed build.
final class BuildImage {
    private static final String MAIN_JAR = "aml-cli.jar";
    private static final String NATIVE = "libzstd-jni.so";
    private static final String TRAINING = "loom.aml.cli.Train";
    private static final long TRAINING_SECONDS = 120;

    private final Path target;
    private final Path image;
    private final Path assembly;

    private BuildImage(Path target) {
        this.target = target;
        this.image = target.resolve("aml");
        this.assembly = target.resolve("aml.new");
    }

    /// Arguments: the module's target folder, its jar, the start of the build, its release and the Java release.
    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        var build = new BuildImage(target);
        build.assemble(Path.of(args[1]), args[3], args[4]);
        build.publish();
        build.train();
        build.finish(Instant.parse(args[2]));
    }

    private void assemble(Path jar, String timestamp, String release) throws IOException {
        delete(assembly);
        Path lib = Files.createDirectories(assembly.resolve("lib"));
        copy(jar, lib.resolve(MAIN_JAR));
        try (Stream<Path> dependencies = Files.list(target.resolve("image/lib"))) {
            for (Path dependency : dependencies.sorted().toList()) {
                copy(dependency, lib.resolve(dependency.getFileName()));
            }
        }
        copy(recompiled(target.resolve("image/picocli-sources.jar"), timestamp, release), lib.resolve("picocli.jar"));
        nativeLibrary(lib.resolve("zstd-jni.jar"));
        for (String options : List.of("jvm.options", "jvm.backup.options")) {
            copy(Path.of("src/main/launcher", options), assembly.resolve(options));
        }
        Path jdk = Path.of(System.getProperty("java.home"));
        Files.writeString(assembly.resolve("jdk"), jdk + "\n");

        var tests = new Properties();
        tests.setProperty("aml.home", Path.of("").toAbsolutePath().getParent().toString());
        tests.setProperty("aml.java", jdk.resolve("bin/java").toString());
        try (Writer out = Files.newBufferedWriter(target.resolve("it.properties"))) {
            tests.store(out, null);
        }
    }

    /// The library is taken out of its jar once, or each start would write it to the folder for temporary files, and
    /// leave
    /// it there. On a system that the jar has none for, it looks for one itself.
    private void nativeLibrary(Path jar) throws IOException {
        String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch");
        String folder = os + "/" + (os.equals("darwin") && arch.equals("amd64") ? "x86_64" : arch) + "/";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().startsWith(folder + "libzstd")) {
                    Files.copy(zip.getInputStream(entry), assembly.resolve(NATIVE));
                }
            }
        }
    }

    private void publish() throws IOException {
        Path old = target.resolve("aml.old");
        delete(old);
        if (Files.exists(image)) {
            Files.move(image, old);
        }
        Files.move(assembly, image);
        delete(old);
    }

    /// The published classes are of a class file version that is too old to be archived, so they are compiled again.
    private Path recompiled(Path sources, String timestamp, String release) throws IOException {
        Path jar = sources.resolveSibling("picocli.jar");
        if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(sources)) >= 0) {
            return jar;
        }
        Path work = sources.resolveSibling("picocli");
        delete(work);
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> javac = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", release));
        javac.addAll(List.of("-g:source,lines", "-d", classes.toString()));
        try (ZipFile zip = new ZipFile(sources.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!entry.getName().endsWith(".java")) {
                    continue;
                }
                Path source = work.resolve(entry.getName()).normalize();
                Files.createDirectories(source.getParent());
                Files.copy(zip.getInputStream(entry), source);
                javac.add(source.toString());
            }
        }
        tool("javac", javac);
        Path made = work.resolve("picocli.jar");
        tool("jar", List.of("--create", "--date", timestamp, "--file", made.toString(), "-C", classes.toString(), "."));
        return Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void tool(String name, List<String> arguments) {
        ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
        int status = tool.run(System.out, System.err, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(name + " failed with status " + status);
        }
    }

    /// Runs the product once and keeps what it loaded. The class path is that of the launcher, or the cache is refused.
    private void train() throws IOException, InterruptedException {
        Path jar = image.resolve("lib").resolve(MAIN_JAR);
        Path cache = image.resolve("aml.aot.new");
        Path scratch = target.resolve("training");
        delete(scratch);
        Files.createDirectories(scratch);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + image.resolve("jvm.options"));
        command.add("-DZstdNativePath=" + image.resolve(NATIVE));
        command.add("-XX:AOTCacheOutput=" + cache);
        if (has(jar, TRAINING)) {
            command.addAll(List.of("-cp", jar.toString(), TRAINING, scratch.toString()));
        } else {
            command.addAll(List.of("-jar", jar.toString(), "--version"));
        }
        Path log = target.resolve("training.log");
        ProcessBuilder java = new ProcessBuilder(command).directory(scratch.toFile());
        java.redirectErrorStream(true).redirectOutput(log.toFile());
        // Flags from outside would be trained in, and would differ at the start; the launcher sees to a locale.
        java.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS"));
        java.environment().put("LC_ALL", "C.UTF-8");
        Process training = java.start();
        training.getOutputStream().close();
        boolean ended = training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly().waitFor();
        }
        String outcome = !ended ? "did not end" : "ended with status " + training.exitValue();
        // What ran before a failure was trained all the same; a process that was killed may have left half a file.
        if (ended && Files.exists(cache)) {
            Files.move(cache, image.resolve("aml.aot"));
            if (training.exitValue() != 0) {
                warn("the training for the AOT cache " + outcome + ", so aml may start slower", log);
            }
        } else {
            Files.deleteIfExists(cache);
            Files.deleteIfExists(image.resolve("aml.aot.new.config"));
            warn("no AOT cache, since the training " + outcome + ", so aml starts slower", log);
        }
        delete(scratch);
    }

    private static void warn(String what, Path log) {
        System.out.println("[WARNING] " + what + "; see " + log);
    }

    /// Until then the image counts as not built, so a build that was stopped on the way is done again.
    private void finish(Instant began) throws IOException {
        Files.setLastModifiedTime(Files.createFile(image.resolve("built")), FileTime.from(began));
    }

    private static boolean has(Path jar, String type) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(type.replace('.', '/') + ".class") != null;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
