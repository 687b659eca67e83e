import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds a bundle from the image that does not need an installed Java:
///
/// ```
/// aml-cli/target/release/aml-0.1.0-linux-x64/
///    bin/aml              its launcher
///    lib/app/             the image
///    lib/runtime/         the modules of the JDK that it needs
///    share/               manual pages, and completion for shells
///    docs/                the documents, with recover.sh and decrypt.sh
///    sbom.cdx.json        the libraries in lib/app/lib and its folder optional, as CycloneDX
///    LICENSE, README.md, CHANGELOG.md
///    SHA256SUMS           of all other files
/// aml-cli/target/release/aml-0.1.0-linux-x64.tar.gz
/// ```
///
/// The build makes the Debian package of this folder, by jdeb, and [AgentPackages] those for clients of agents.
///
/// The AOT caches are trained again with this runtime. The JVM checks the times of the jars and of the runtime, so
/// every file gets its time before the training, and the archive must preserve it. The folder may be moved.
final class BuildRelease {
    /// The programs of the runtime that are used.
    private static final List<String> PROGRAMS = List.of("java");

    private final Path target;
    private final Path bundle;
    private final String version;
    private final FileTime time;

    private BuildRelease(Path target, String name, String version, FileTime time) {
        this.target = target;
        this.bundle = target.resolve("release").resolve(name);
        this.version = version;
        this.time = time;
    }

    /// Arguments: the module's target folder, the version, the time for all files, the name of the server in the MCP
    /// registry, and, if known, the address from which the files of the release can be downloaded.
    public static void main(String[] args) throws Exception {
        String name = "aml-" + args[1] + "-" + platform();
        var release = new BuildRelease(Path.of(args[0]), name, args[1], FileTime.from(Instant.parse(args[2])));
        Trees.delete(release.bundle.getParent());
        release.assemble();
        release.train();
        release.sum();
        // A path without the platform, for the build of the Debian package.
        Files.createSymbolicLink(release.bundle.resolveSibling("bundle"), release.bundle.getFileName());
        release.pack(name + ".tar.gz");
        new AgentPackages(release.bundle, args[1], release.time, args[3]).build(args.length > 4 ? args[4] : "");
    }

    /// Returns the operating system and the processor, as used in names of downloads.
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return (os.startsWith("mac") ? "macos" : os) + "-" + (arch.equals("amd64") ? "x64" : arch);
    }

    private void assemble() throws IOException {
        Path app = Files.createDirectories(bundle.resolve("lib/app"));
        Trees.copy(target.resolve("aml"), app);
        // Of the image in the checkout alone: the release is trained with its own Java.
        for (String own : List.of("jdk", "built")) {
            Files.deleteIfExists(app.resolve(own));
        }
        for (Path cache : Training.caches(app)) {
            Files.deleteIfExists(cache);
        }
        Files.move(app.resolve("share"), bundle.resolve("share"));
        Path launcher = Files.createDirectories(bundle.resolve("bin")).resolve("aml");
        Files.copy(Path.of("src/main/launcher/bundled"), launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String file : List.of("LICENSE", "CHANGELOG.md")) {
            Files.copy(Path.of("..").resolve(file), bundle.resolve(file));
        }
        Files.writeString(
                bundle.resolve("README.md"),
                Files.readString(Path.of("src/main/launcher/README.bundle.md")).replace("${version}", version));
        Files.copy(target.resolve("sbom/sbom.cdx.json"), bundle.resolve("sbom.cdx.json"));
        Trees.copy(Path.of("../docs"), Files.createDirectories(bundle.resolve("docs")));
        // Changelog fragments are for contributors only.
        Trees.delete(bundle.resolve("docs/changes"));
        runtime(app.resolve("lib"));
        Trees.setTime(bundle, time);
    }

    private void runtime(Path jars) throws IOException {
        Path runtime = bundle.resolve("lib/runtime");
        List<String> jlink = new ArrayList<>(List.of("--add-modules", modules(jars), "--output", runtime.toString()));
        jlink.addAll(List.of("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages"));
        tool("jlink", jlink, System.out);
        try (Stream<Path> programs = Files.list(runtime.resolve("bin"))) {
            for (Path program : programs.toList()) {
                if (!PROGRAMS.contains(program.getFileName().toString())) {
                    Files.delete(program);
                }
            }
        }
    }

    /// Returns the modules that the jars depend on.
    private static String modules(Path jars) throws IOException {
        List<String> jdeps = new ArrayList<>(List.of("--print-module-deps", "--ignore-missing-deps"));
        jdeps.addAll(
                List.of("--multi-release", Integer.toString(Runtime.version().feature())));
        try (Stream<Path> paths = Files.walk(jars)) {
            paths.map(Path::toString)
                    .filter(path -> path.endsWith(".jar"))
                    .sorted()
                    .forEach(jdeps::add);
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        tool("jdeps", jdeps, new PrintStream(printed));
        // Lucene can use the incubating vector module, which is not enabled, and the client of mail servers can show
        // images.
        return Stream.of(printed.toString(StandardCharsets.UTF_8).strip().split(","))
                .filter(module -> !module.startsWith("jdk.incubator.") && !module.equals("java.desktop"))
                .collect(Collectors.joining(","));
    }

    private static void tool(String name, List<String> arguments, PrintStream out) {
        ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
        int status = tool.run(out, System.err, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(name + " failed with status " + status);
        }
    }

    private void train() throws IOException, InterruptedException {
        Path app = bundle.resolve("lib/app");
        Path java = bundle.resolve("lib/runtime/bin/java");
        // jlink does not create the archive of JDK classes, which starts without our caches need.
        run(List.of(java.toString(), "-Xshare:dump", "-Xlog:disable", "-Xlog:all=error:stderr"));
        new Training(java, app, target).run();
        for (Path cache : Training.caches(app)) {
            if (!Files.exists(cache)) {
                throw new IllegalStateException("no " + cache + ": a release without it would start slowly");
            }
        }
        Trees.setTime(bundle, time);
    }

    /// Writes the digests of all files, as `sha256sum --check` reads them.
    private void sum() throws IOException, NoSuchAlgorithmException {
        StringBuilder sums = new StringBuilder();
        try (Stream<Path> paths = Files.walk(bundle)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
                sums.append(HexFormat.of().formatHex(digest))
                        .append("  ")
                        .append(bundle.relativize(path))
                        .append('\n');
            }
        }
        Files.writeString(bundle.resolve("SHA256SUMS"), sums);
        Trees.setTime(bundle, time);
    }

    private void pack(String archive) throws IOException, InterruptedException {
        Path packed = bundle.resolveSibling(archive);
        archive(packed, bundle);
        tell(packed);
    }

    /// Packs a folder with tar, which preserves modes and times.
    static void archive(Path packed, Path folder) throws IOException, InterruptedException {
        List<String> tar =
                new ArrayList<>(List.of("tar", "-C", folder.getParent().toString(), "-czf", packed.toString()));
        if (System.getProperty("os.name").equals("Linux")) {
            tar.addAll(List.of("--sort=name", "--owner=0", "--group=0", "--numeric-owner"));
        }
        tar.add(folder.getFileName().toString());
        run(tar);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(command.getFirst() + " failed with status " + status);
        }
    }

    /// Writes the path of the archive for the integration tests.
    private void tell(Path archive) throws IOException {
        var tests = new Properties();
        tests.setProperty("aml.bundle", archive.toAbsolutePath().toString());
        try (Writer out = Files.newBufferedWriter(target.resolve("it.properties"), StandardOpenOption.APPEND)) {
            tests.store(out, null);
        }
    }
}
