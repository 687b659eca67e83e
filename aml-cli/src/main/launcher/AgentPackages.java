import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Packages through which clients of agents find the server, beside the bundle that they are made from:
///
/// ```
/// aml-cli/target/release/
///    aml-0.6.0-linux-x64.mcpb    an MCP bundle: manifest.json, and the programs of the release
///    npm/                        the npm package, which starts an installed aml
///    loom-aml-0.6.0.tgz          the same, packed
///    server.json                 the entry of the MCP registry, which names the other two
/// ```
///
/// The version in each is that of the build. The registry needs the address of the MCP bundle, so its entry names the
/// bundle only if the address of the release is known.
final class AgentPackages {
    private static final Path TEMPLATES = Path.of("src/main/mcp");
    private static final Path NPM = Path.of("src/main/npm");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DOCUMENT = PosixFilePermissions.fromString("rw-r--r--");

    /// Clients run only the server, and the other caches are large.
    private static final List<String> NOT_IN_BUNDLE =
            List.of("lib/app/aml.aot", "lib/app/store.aot", "lib/app/look.aot");

    private final Path bundle;
    private final String version;
    private final FileTime time;
    private final Map<String, String> values;

    /// @param name the name of the server in the registry
    AgentPackages(Path bundle, String version, FileTime time, String name) {
        this.bundle = bundle;
        this.version = version;
        this.time = time;
        boolean isMac = System.getProperty("os.name").startsWith("Mac");
        this.values =
                Map.of("${version}", version, "${registry.name}", name, "${platform}", isMac ? "darwin" : "linux");
    }

    /// @param address where the files of the release can be downloaded; empty if unknown
    void build(String address) throws IOException, InterruptedException, NoSuchAlgorithmException {
        Path release = bundle.getParent();
        Path mcpb = release.resolve(bundle.getFileName() + ".mcpb");
        pack(mcpb);
        String entry = filled(TEMPLATES.resolve("server.json"));
        if (!address.isEmpty()) {
            int end = entry.lastIndexOf("\n  ]");
            String own = filled(TEMPLATES.resolve("server-mcpb.json"))
                    .replace("${mcpb.url}", address + "/" + mcpb.getFileName())
                    .replace("${mcpb.sha256}", digest(mcpb));
            entry = entry.substring(0, end) + ",\n" + own.stripTrailing() + entry.substring(end);
        }
        Files.writeString(release.resolve("server.json"), entry);
        npm(release);
    }

    private String filled(Path template) throws IOException {
        String text = Files.readString(template);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    /// Writes the MCP bundle, a ZIP archive. It has no entries for folders, which the official tool cannot unpack, but
    /// the
    /// modes of the files, since a client that does not restore them could not start the programs.
    private void pack(Path mcpb) throws IOException {
        List<String> programs = new ArrayList<>();
        try (var zip = new ZipOutputStream(Files.newOutputStream(mcpb))) {
            add(zip, "manifest.json", filled(TEMPLATES.resolve("manifest.json")).getBytes(StandardCharsets.UTF_8));
            for (String top : List.of("LICENSE", "sbom.cdx.json", "bin", "lib")) {
                for (Path path : files(bundle.resolve(top))) {
                    String name = bundle.relativize(path).toString();
                    if (!NOT_IN_BUNDLE.contains(name)) {
                        add(zip, name, Files.readAllBytes(path));
                        if (Files.isExecutable(path)) {
                            programs.add(name);
                        }
                    }
                }
            }
        }
        try (FileSystem zip = FileSystems.newFileSystem(mcpb, Map.of("enablePosixFileAttributes", "true"))) {
            for (Path path : files(zip.getPath("/"))) {
                boolean isProgram = programs.contains(path.toString().substring(1));
                Files.setPosixFilePermissions(path, isProgram ? PROGRAM : DOCUMENT);
            }
        }
    }

    private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setLastModifiedTime(time);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void npm(Path release) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(release.resolve("npm/package"));
        for (Path file : files(NPM)) {
            Path copied = folder.resolve(file.getFileName());
            Files.writeString(copied, filled(file));
            Files.setPosixFilePermissions(copied, file.toString().endsWith(".js") ? PROGRAM : DOCUMENT);
        }
        Files.copy(Path.of("../LICENSE"), folder.resolve("LICENSE"));
        Trees.setTime(folder, time);
        BuildRelease.archive(release.resolve("loom-aml-" + version + ".tgz"), folder);
    }

    private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
