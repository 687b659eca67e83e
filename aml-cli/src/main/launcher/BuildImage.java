import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
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
///    start                the last step of the launcher
///    share/               manual pages, and completion for shells
///    *.aot                classes loaded and linked ahead of time, trained under those flags; see [Training]
///    jdk                  one line: the home of the JDK that all this was made with
///    built                empty; its time is when the build began, so that a newer source is noticed
/// ```
///
/// Beside it lie `training.log` and, for the integration tests, `it.properties`.
///
/// The image is made beside the old one and takes its place by rename, so a running command keeps the files it has.
final class BuildImage {
    /// What is copied as it is.
    private static final List<String> FILES = List.of("jvm.options", "jvm.backup.options", "start");

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

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
        build.share(args[3]);
        build.publish();
        new Training(JAVA, build.image, target).run();
        build.finish(Instant.parse(args[2]));
    }

    private void assemble(Path jar, String timestamp, String release) throws IOException {
        Trees.delete(assembly);
        Path lib = Files.createDirectories(assembly.resolve("lib"));
        copy(jar, lib.resolve(Training.MAIN_JAR));
        try (Stream<Path> dependencies = Files.list(target.resolve("image/lib"))) {
            for (Path dependency : dependencies.sorted().toList()) {
                copy(dependency, lib.resolve(dependency.getFileName()));
            }
        }
        copy(recompiled(target.resolve("image/picocli-sources.jar"), timestamp, release), lib.resolve("picocli.jar"));
        nativeLibrary(lib.resolve("zstd-jni.jar"));
        for (String file : FILES) {
            copy(Path.of("src/main/launcher", file), assembly.resolve(file));
        }
        Path jdk = Path.of(System.getProperty("java.home"));
        Files.writeString(assembly.resolve("jdk"), jdk + "\n");

        var tests = new Properties();
        tests.setProperty("aml.home", Path.of("").toAbsolutePath().getParent().toString());
        tests.setProperty("aml.java", JAVA.toString());
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
                    Files.copy(zip.getInputStream(entry), assembly.resolve(Training.NATIVE));
                }
            }
        }
    }

    /// What people and shells read of the program, in the program's own words.
    private void share(String timestamp) throws IOException, InterruptedException {
        List<String> command = List.of(
                JAVA.toString(),
                "-cp",
                assembly.resolve("lib").resolve(Training.MAIN_JAR).toString(),
                "loom.aml.cli.Share",
                assembly.resolve("share").toString(),
                timestamp.substring(0, "2026-01-01".length()));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("the manual could not be written: status " + status);
        }
    }

    private void publish() throws IOException {
        Path old = target.resolve("aml.old");
        Trees.delete(old);
        if (Files.exists(image)) {
            Files.move(image, old);
        }
        Files.move(assembly, image);
        Trees.delete(old);
    }

    /// The published classes are of a class file version that is too old to be archived, so they are compiled again.
    private Path recompiled(Path sources, String timestamp, String release) throws IOException {
        Path jar = sources.resolveSibling("picocli.jar");
        if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(sources)) >= 0) {
            return jar;
        }
        Path work = sources.resolveSibling("picocli");
        Trees.delete(work);
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> javac = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", release));
        // As for our own classes: joining texts must not be linked at run time.
        javac.add("-XDstringConcat=inline");
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

    /// Until then the image counts as not built, so a build that was stopped on the way is done again.
    private void finish(Instant began) throws IOException {
        Files.setLastModifiedTime(Files.createFile(image.resolve("built")), FileTime.from(began));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
