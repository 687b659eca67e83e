package loom.aml.proof.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Vault;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.ExitCode;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Decompression bombs are rejected early, with little time and memory, and left unchanged. */
@Isolated("It tries to exhaust the memory of this process.")
class BombsProof {
    private static final int MEMBER = 16 << 20;
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private Victim victim;

    @BeforeEach
    void prepare() throws IOException {
        victim = new Victim(directory);
    }

    private void requireReported(String why) throws IOException {
        Path bomb = victim.store().root().resolve("debugger/solutions.json");
        byte[] before = Files.readAllBytes(bomb);
        Shell.Result[] results = new Shell.Result[1];
        Duration took = Effort.worked(() -> results[0] = victim.run("maintain"));
        Shell.Result result = results[0];
        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.toString()).contains("debugger/solutions.json").contains(why);
        assertThat(took).isLessThan(SOON);
        assertThat(Files.readAllBytes(bomb)).isEqualTo(before);
        victim.requireServed();
        Effort.say("bomb of " + before.length + " bytes: reported in " + took.toMillis() + " ms");
    }

    /** Sixteen gigabytes of spaces: each member is small, and they are one text. */
    @Test
    void gzip_ofManyMembers_isABomb() throws IOException {
        byte[] member = gzip(out -> out.write(spaces()));
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(TestStore.gzip("["));
        for (int i = 0; i < 1_000; i++) {
            bomb.write(member);
        }
        bomb.write(TestStore.gzip("]"));
        victim.store().put("debugger/solutions.json", bomb.toByteArray());
        requireReported("beyond the limit");
    }

    /** The name of a member is skipped; its length is bounded by the file. */
    @Test
    void gzip_withAnEndlessName_isDamaged() throws IOException {
        byte[] head = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3};
        byte[] bomb = Arrays.copyOf(head, 8 << 20);
        Arrays.fill(bomb, head.length, bomb.length, (byte) 'x');
        victim.store().put("debugger/solutions.json", bomb);
        requireReported("truncated gzip data");
    }

    @Test
    void limits_canBeSet() throws IOException {
        String text = TestItem.collection(TestItem.solution("c").padded(200_000));
        victim.store().put("debugger/solutions.json", TestStore.gzip(text));
        requireTaken();

        Files.writeString(victim.store().root().resolveSibling("aml.toml"), "[gzip]\nmax_size = \"100kB\"\n");
        requireReported("beyond the limit");

        // Beyond 64 MiB, where the ratio counts: 80 MiB that shrink a thousand times.
        byte[] bomb = gzip(out -> {
            byte[] spaces = spaces();
            for (int i = 0; i < 5; i++) {
                out.write(i == 0 ? '[' : ',');
                out.write(spaces);
                out.write(TestItem.solution("s" + i)
                        .with("timestamp", Shell.BEGAN)
                        .toLine()
                        .getBytes(UTF_8));
            }
            out.write(']');
        });
        victim.store().put("debugger/solutions.json", bomb);
        Files.writeString(victim.store().root().resolveSibling("aml.toml"), "[gzip]\nmax_ratio = 1100\n");
        requireTaken();
        Files.writeString(victim.store().root().resolveSibling("aml.toml"), "[gzip]\nmax_ratio = 500\n");
        requireReported("beyond the limit");
    }

    private void requireTaken() {
        Shell.Result result = victim.run("maintain", "--dry-run");
        assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void manifest_thatIsABomb_isRefused() throws IOException {
        victim.run("backup", "create");
        Manifest manifest;
        try (Backup backup = victim.store().backups()) {
            manifest = new Snapshots(backup.repository()).list().getLast();
        }
        Files.write(new Vault(victim.store()).manifest(manifest), Zstd.compress(new byte[64 << 20]));
        assertThat(victim.run("backup", "verify", "--all").code()).isNotEqualTo(ExitCode.DONE);
        victim.runEverything();
        victim.requireServed();
    }

    /** An archive for undo with one line of half a gigabyte. */
    @Test
    void archive_thatIsABomb_isRefused() throws IOException {
        victim.run("prune");
        Path archive = archive();
        byte[] bomb = gzip(out -> {
            out.write(
                    "{\"archive\":1,\"run\":\"r\",\"file\":\"debugger/patterns.json\"}\n{\"item\":\"".getBytes(UTF_8));
            byte[] spaces = spaces();
            for (int i = 0; i < 32; i++) {
                out.write(spaces);
            }
            out.write("\"}\n".getBytes(UTF_8));
        });
        Files.write(archive, bomb);
        assertThat(Effort.worked(() -> assertThat(victim.run("undo").code()).isNotEqualTo(ExitCode.DONE)))
                .isLessThan(SOON);
        victim.requireServed();
    }

    private Path archive() throws IOException {
        try (var paths = Files.walk(victim.store().logs().resolve("archives"))) {
            return paths.filter(path -> path.toString().endsWith(".jsonl.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private interface Filling {
        void fill(OutputStream out) throws IOException;
    }

    private static byte[] gzip(Filling filling) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            filling.fill(gzip);
        }
        return bytes.toByteArray();
    }

    private static byte[] spaces() {
        byte[] spaces = new byte[MEMBER];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }
}
