import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// A bundle as a Debian package: all of it under `/usr/lib/aml`, the launcher on the PATH, and the manual pages and the
/// completions where Debian's programs look for them. Made by `dpkg-deb`, and so only where that is.
final class DebianPackage {
    private static final String HOME = "usr/lib/aml";

    private final Path bundle;
    private final Path root;
    private final FileTime time;

    DebianPackage(Path bundle, FileTime time) {
        this.bundle = bundle;
        this.root = bundle.resolveSibling("debian");
        this.time = time;
    }

    static boolean canBeMade() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "dpkg-deb")));
    }

    void make(String version, Path file) throws IOException, InterruptedException {
        Trees.delete(root);
        Trees.copy(bundle, Files.createDirectories(root.resolve(HOME)));
        Path share = root.resolve(HOME).resolve("share");
        move(share.resolve("man"), "usr/share/man");
        move(share.resolve("bash-completion"), "usr/share/bash-completion");
        move(share.resolve("zsh/site-functions"), "usr/share/zsh/vendor-completions");
        move(share.resolve("fish"), "usr/share/fish");
        Trees.delete(share);
        move(root.resolve(HOME).resolve("LICENSE"), "usr/share/doc/aml/copyright");
        move(root.resolve(HOME).resolve("README.md"), "usr/share/doc/aml/README.md");
        Files.createSymbolicLink(
                Files.createDirectories(root.resolve("usr/bin")).resolve("aml"), Path.of("../lib/aml/bin/aml"));
        Path control = Files.createDirectories(root.resolve("DEBIAN")).resolve("control");
        Files.writeString(control, control(version));
        for (Path folder : List.of(root, root.resolve("DEBIAN"))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        // The AOT caches are held against these times.
        Trees.setTime(root, time);
        List<String> dpkg =
                List.of("dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "-b", root.toString(), file.toString());
        int status = new ProcessBuilder(dpkg)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("dpkg-deb failed with status " + status);
        }
        Trees.delete(root);
    }

    private void move(Path from, String to) throws IOException {
        Path target = root.resolve(to);
        Files.createDirectories(target.getParent());
        Files.move(from, target);
    }

    static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : System.getProperty("os.arch");
    }

    private static String control(String version) {
        return """
                Package: aml
                Version: %s
                Section: utils
                Priority: optional
                Architecture: %s
                Maintainer: the authors of aml <aml@localhost>
                Depends: libc6 (>= 2.17)
                Description: memory of AI coding agents, small, true, fast to recall and impossible to lose
                 Prunes, tidies, backs up, migrates and watches the memory stores of AI coding agents while other
                 programs write them. Every act of forgetting can be explained and taken back.
                 It brings its own Java runtime.
                """.formatted(version, architecture());
    }
}
