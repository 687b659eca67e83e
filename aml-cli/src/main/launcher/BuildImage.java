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
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Assembles the image that the launcher starts. The build runs this file from source, with the JDK of the image:
///
/// ```
/// aml-cli/target/aml/
///    lib/aml-cli.jar      its manifest names the other jars
///    lib/*.jar
///    lib/optional/        parts that are loaded when they are used: the driver of SQLite, the client of mail servers
///    parts.jar            its manifest names all jars, for the commands that certainly use an optional part
///    libzstd-jni.so       the native part of zstd
///    jvm.options          JVM flags of every start
///    jvm.backup.options   more flags, for commands on backups
///    jvm.mcp.options      more flags, for the server for agents
///    jvm.serve.options    more flags, for the server for browsers and programs
///    start                the last step of the launcher
///    share/               manual pages, and completion for shells
///    *.aot                classes loaded and linked ahead of time, trained under those flags; see [Training]
///    jdk                  one line: the home of the JDK that made the image
///    built                empty; its time is the start of the build, to detect newer sources
/// ```
///
/// Beside it are `training.log` and, for the integration tests, `it.properties`.
///
/// The image is built beside the old one and replaces it by rename, so a running command keeps its files.
final class BuildImage {
    /// The files that are copied unchanged.
    private static final List<String> FILES =
            List.of("jvm.options", "jvm.backup.options", "jvm.mcp.options", "jvm.serve.options", "start");

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
        optional(Files.createDirectories(lib.resolve("optional")));
        parts(lib, timestamp);
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

    /// Extracts the library from its jar; otherwise each start would write it to the temporary folder and leave it
    /// there. On systems without a library in the jar, zstd-jni searches for one itself.
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

    /// Copies the files that are loaded on demand. The driver has libraries for two dozen systems, 12 MB; only that of
    /// this
    /// system is kept, beside it, so that nothing is extracted when it is used.
    private void optional(Path folder) throws IOException {
        Path driver = target.resolve("image/optional/sqlite-jdbc.jar");
        try (Stream<Path> parts = Files.list(driver.getParent())) {
            for (Path part : parts.sorted().filter(file -> !file.equals(driver)).toList()) {
                copy(part, folder.resolve(part.getFileName()));
            }
        }
        String os = System.getProperty("os.name").startsWith("Mac") ? "Mac" : "Linux";
        String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String own = "org/sqlite/native/" + os + "/" + arch + "/";
        try (ZipFile from = new ZipFile(driver.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(folder.resolve("sqlite-jdbc.jar")))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                if (entry.getName().startsWith(own) && !entry.isDirectory()) {
                    Files.copy(
                            from.getInputStream(entry),
                            folder.resolve(entry.getName().substring(own.length())));
                } else if (!entry.getName().startsWith("org/sqlite/native/")) {
                    ZipEntry same = new ZipEntry(entry.getName());
                    same.setTime(entry.getTime());
                    to.putNextEntry(same);
                    from.getInputStream(entry).transferTo(to);
                    to.closeEntry();
                }
            }
        }
    }

    /// Writes a jar without classes: only one on the class path may use a cache, and a manifest may name others.
    private void parts(Path lib, String timestamp) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (Stream<Path> jars = Files.list(lib.resolve("optional"))) {
            String names = jars.map(jar -> "lib/optional/" + jar.getFileName())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(" "));
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/" + Training.MAIN_JAR + " " + names);
        }
        Path jar = assembly.resolve(Training.PARTS_JAR);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTime(Instant.parse(timestamp).toEpochMilli());
            out.putNextEntry(entry);
            manifest.write(out);
            out.closeEntry();
        }
    }

    /// Writes the manual pages and completion scripts, generated by the program.
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

    /// Compiles picocli from source, because the class file version of its published jar is too old to be archived.
    private Path recompiled(Path sources, String timestamp, String release) throws IOException {
        Path jar = sources.resolveSibling("picocli.jar");
        if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(sources)) >= 0) {
            return jar;
        }
        Path work = sources.resolveSibling("picocli");
        Trees.delete(work);
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> javac = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", release));
        // Like our classes: string concatenation must not be linked at run time.
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

    /// Marks the image as built. Without the mark, an interrupted build is repeated.
    private void finish(Instant began) throws IOException {
        Files.setLastModifiedTime(Files.createFile(image.resolve("built")), FileTime.from(began));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
