package loom.aml.proof.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.Checksum;
import loom.aml.json.JsonObject;
import loom.aml.proof.Shell;
import loom.aml.proof.Tool;

/**
 * A store of a user and two folders of root: one that only root may read, and one that only root may write. Links in
 * the store lead to both, and forged journals of a killed run refer to files in the second.
 */
final class Trap {
    private static final String SECRET = "TOP-SECRET";
    private static final int AGENTS = 6;
    private static final int JOURNALS = 60;

    private final Path directory;
    private final TestStore store;

    Trap(Path directory) throws IOException {
        this.directory = directory;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.store = TestStore.in(directory.resolve("home"));
        Path closed = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(closed.resolve("secret.txt"), SECRET);
        Files.writeString(closed.resolve("patterns.json"), TestItem.collection(stale(SECRET), kept(SECRET + "-2")));
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.writeString(open.resolve("secret.txt"), "root's");
        for (int i = 0; i < JOURNALS; i++) {
            Files.writeString(open.resolve("passwd" + i), "root:x:0:0:root:/root:/bin/bash\n");
        }
        store.put("debugger/patterns.json", kept("a"), stale("b"));
        for (int i = 0; i < AGENTS; i++) {
            String agent = "d" + i;
            store.put(agent + "/secret.txt", "decoy").put(agent + "/patterns.json", kept(agent), stale(agent + "-old"));
            Files.createSymbolicLink(store.root().resolve(".l" + i), i % 2 == 0 ? closed : open);
        }
        giveAway();
    }

    private static TestItem kept(String id) {
        return TestItem.pattern(id)
                .with("timestamp", Shell.BEGAN.minus(Duration.ofDays(10)))
                .with("evolution.lastUsed", Shell.BEGAN.minus(Duration.ofDays(1)));
    }

    private static TestItem stale(String id) {
        return TestItem.pattern(id)
                .with("timestamp", Shell.BEGAN.minus(Duration.ofDays(300)))
                .with("evolution.created", Shell.BEGAN.minus(Duration.ofDays(300)))
                .with("evolution.lastUsed", Shell.BEGAN.minus(Duration.ofDays(200)));
    }

    private void giveAway() throws IOException {
        Tool.run("chown", "-hR", Swapper.USER + ":" + Swapper.USER, home().toString());
    }

    Path home() {
        return directory.resolve("home");
    }

    Path store() {
        return store.root();
    }

    int agents() {
        return AGENTS;
    }

    /** Saves the current store for restoring. */
    void keep() throws IOException {
        crash();
        giveAway();
        Tool.run("cp", "-a", home().toString(), directory.resolve("kept").toString());
    }

    /** Restores the saved store. */
    void set() throws IOException {
        Tool.run("rm", "-rf", home().toString());
        Tool.run("cp", "-a", directory.resolve("kept").toString(), home().toString());
    }

    /** Forges a crash whose journals would replace files of root by those of the user, or remove them. */
    private void crash() throws IOException {
        Checksum.Content before = content("root:x:0:0:root:/root:/bin/bash\n");
        Checksum.Content after = content("attacker\n");
        for (int i = 0; i < JOURNALS; i++) {
            String token = ".aml-20260101T000000.000Z-aaaa-" + (i + 1) + "-1";
            String path = "d" + (1 + i % (AGENTS / 2) * 2) + "/passwd" + i;
            JsonObject.Builder journal = JsonObject.builder()
                    .put("journal", 1)
                    .put("run", "20260101T000000.000Z-aaaa")
                    .put("path", path)
                    .put("outcome", JsonObject.builder().build())
                    .put("before", json(before));
            if (i % 3 != 0) {
                journal.put("after", json(after)).put("staged", token + ".new");
                store.put(token + ".new", "attacker\n");
            }
            store.put(token + ".journal", journal.build().toString());
        }
    }

    private static Checksum.Content content(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, bytes.length);
        return checksum.content();
    }

    private static JsonObject json(Checksum.Content content) {
        return JsonObject.builder()
                .put("size", content.size())
                .put("checksum", content.checksum())
                .build();
    }

    /** Returns the names, owners, modes, times and contents of root's files. */
    SortedMap<String, String> ofRoot() throws IOException {
        SortedMap<String, String> look = new TreeMap<>();
        for (String folder : List.of("closed", "open")) {
            try (Stream<Path> paths = Files.walk(directory.resolve(folder))) {
                for (Path path : paths.toList()) {
                    String text = Files.isDirectory(path) ? "folder" : Files.readString(path);
                    look.put(
                            directory.relativize(path).toString(),
                            Files.readAttributes(path, "unix:uid,gid,mode,lastModifiedTime,nlink") + text);
                }
            }
        }
        return look;
    }

    /** Returns the files of the user that contain the secret. */
    List<Path> leaks() throws IOException {
        List<Path> leaks = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(home())) {
            for (Path path : paths.toList()) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && text(path).contains(SECRET)) {
                    leaks.add(path);
                }
            }
        }
        return leaks;
    }

    private static String text(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        String name = path.toString();
        try (InputStream file = Files.newInputStream(path)) {
            if (name.endsWith(".zst")) {
                return raw + text(new ZstdInputStream(file));
            }
            return raw.startsWith("\u001f\u008b") ? raw + text(new GZIPInputStream(file)) : raw;
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
