package loom.aml.cloud;

import static loom.aml.storage.TestObjects.get;
import static loom.aml.storage.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.BackupTargetContract;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket of S3Proxy, with real signatures. */
class ObjectStoreTargetTest extends BackupTargetContract {
    /** The smallest part that S3 accepts. */
    private static final int PART = 5 << 20;

    static final Transfer QUICK = new Transfer(
            PART,
            6 << 20,
            64 << 10,
            4,
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            1_000_000);

    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Override
    protected BackupTarget target() throws IOException {
        return service.open(QUICK);
    }

    @Override
    protected BackupTarget sameTarget() throws IOException {
        return target();
    }

    @Override
    protected boolean knowsUnfinishedUploads() {
        return false;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Lease writer(BackupTarget target, Duration patience) throws IOException {
        return target.lease(BackupTarget.WRITER, new LeaseTerms("test", Duration.ofMillis(300), patience));
    }

    @Test
    void largeObjects_areStoredInParts() throws IOException {
        BackupTarget target = target();
        byte[] known = random(2 * PART + 1);
        put(target, "archives/r/large.original", known);
        byte[] unknown = random(PART + 1000);
        byte[] copiedInPieces = random(2 * PART + 77);
        for (byte[] bytes : new byte[][] {unknown, copiedInPieces}) {
            try (BackupTarget.Upload upload = target.upload()) {
                upload.write(bytes, 0, 1000);
                upload.write(bytes, 1000, bytes.length - 1000);
                assertThat(target.names("")).doesNotContain("generations");
                upload.publish("generations/g/" + bytes.length);
            }
            assertThat(get(sameTarget(), "generations/g/" + bytes.length)).isEqualTo(bytes);
            target.delete("generations/g/" + bytes.length);
        }
        assertThat(get(sameTarget(), "archives/r/large.original")).isEqualTo(known);
        assertThat(target.names("")).containsExactly("archives");
    }

    @Test
    void unfinishedParts_areDiscarded() throws IOException {
        BackupTarget died = target();
        put(died, "archives/r/done.original", new byte[1]);
        BackupTarget.Upload half = died.upload("archives/r/half.original");
        half.write(new byte[PART + 1], 0, PART + 1);

        BackupTarget target = target();
        assertThat(target.exists("archives/r/half.original")).isFalse();
        assertThat(target.discardUploads("archives/s/", _ -> true, Instant.MAX)).isZero();
        assertThat(target.discardUploads("archives/r/", name -> name.endsWith("/done.original"), Instant.MAX))
                .isZero();
        assertThat(target.discardUploads("archives/r/", name -> name.endsWith("/half.original"), Instant.EPOCH))
                .as("too young")
                .isZero();
        assertThat(target.discardUploads("archives/r/", name -> name.endsWith("/half.original"), Instant.MAX))
                .isEqualTo(1);
        assertThat(target.discardUploads("archives/", _ -> true, Instant.MAX)).isZero();
        assertThat(target.names("archives/r/")).containsExactly("done.original");
    }

    @Test
    void lease_afterAHolderThatDied_removesItsUploads() throws IOException {
        BackupTarget died = target();
        Lease lost = died.lease(BackupTarget.WRITER, new LeaseTerms("test", Duration.ofMillis(900), Duration.ZERO));
        died.upload().write(new byte[PART + 1], 0, PART + 1);
        service.fail((_, request) -> request.method().equals("PUT")
                        && request.header("x-amz-copy-source").isPresent()
                ? Optional.of(Fault.ERROR)
                : Optional.empty());
        BackupTarget.Upload upload = died.upload();
        upload.write(new byte[PART + 1], 0, PART + 1);
        assertThatThrownBy(() -> upload.publish("generations/g/s")).isInstanceOf(IOException.class);
        assertThat(died.names("")).anyMatch(name -> name.startsWith(".upload-"));
        // The holder cannot renew any more.
        Lease next;
        service.fail((_, request) -> request.isConditionalWrite()
                        && new String(request.body(), StandardCharsets.UTF_8).contains("\"sequence\":1,")
                ? Optional.of(Fault.DENIED)
                : Optional.empty());
        next = writer(target(), Duration.ofSeconds(30));
        service.work();
        assertThat(next.sequence()).isEqualTo(2);
        assertThat(target().names("")).containsExactly(".backup-lock");
        assertThat(target().discardUploads("", _ -> true, Instant.MAX)).isZero();
        next.close();
        lost.close();
    }

    @Test
    void reader_noticesThatAnObjectWasReplaced() throws IOException {
        BackupTarget target = target();
        byte[] before = random(QUICK.firstRead() + 100);
        put(target, "generations/a", before);
        try (ObjectReader in = target.open("generations/a")) {
            put(target, "generations/a", random(QUICK.firstRead() + 200));
            assertThatThrownBy(() -> in.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was replaced while it was read");
        }
    }

    @Test
    void reader_readsAnywhereInALargeObject() throws IOException {
        BackupTarget target = target();
        byte[] bytes = random(1 << 20);
        put(target, "generations/a", bytes);
        Random random = new Random(7);
        try (ObjectReader in = target.open("generations/a")) {
            for (int round = 0; round < 30; round++) {
                int at = random.nextInt(bytes.length);
                byte[] some = new byte[1 + random.nextInt(5000)];
                int n = in.read(at, some, 0, some.length);
                assertThat(n).isBetween(1, some.length);
                assertThat(Arrays.copyOf(some, n)).isEqualTo(Arrays.copyOfRange(bytes, at, at + n));
            }
        }
    }

    @Test
    void requests_areNotMoreThanNecessary() throws IOException {
        BackupTarget target = target();
        writer(target, Duration.ZERO).close();
        service.work();
        Lease lease = target.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ZERO));
        assertThat(service.requests()).as("taking a lease").hasSize(2);
        service.work();
        try (BackupTarget.Upload upload = target.upload()) {
            upload.write(new byte[1000], 0, 1000);
            upload.publish("generations/g/s");
        }
        assertThat(service.requests()).as("storing an object").hasSize(1);
        assertThat(service.received()).isEqualTo(1000);
        service.work();
        assertThat(get(target, "generations/g/s")).hasSize(1000);
        assertThat(target.list("generations/")).hasSize(1);
        assertThat(target.list("generations/g/")).hasSize(1);
        assertThat(target.names("archives/run/")).isEmpty();
        assertThat(target.exists("generations/g/s")).isTrue();
        assertThat(service.requests())
                .as("reading, listing three times, asking")
                .hasSize(5);
        put(target, "generations/g/t", new byte[1]);
        service.work();
        target.delete(List.of("generations/g/s", "generations/g/t", "generations/g/none"));
        assertThat(service.requests()).as("deleting several").hasSize(1);
        service.work();
        lease.close();
        assertThat(service.requests()).as("returning a lease").hasSize(1);
    }

    @Test
    void longNames_areKept() throws IOException {
        BackupTarget target = target();
        String deep = "archives/r/" + "日本/".repeat(300) + "x.original";
        String flat = "archives/r/" + "long name ".repeat(100) + ".original";
        String dots = "archives/r/.x/" + "y".repeat(1100);
        for (String name : new String[] {deep, flat, dots}) {
            put(target, name, new byte[] {1, 2});
        }
        put(target, "archives/r/short", new byte[1]);

        assertThat(get(target(), deep)).containsExactly(1, 2);
        assertThat(target().list("archives/"))
                .extracting(BackupTarget.Stored::name)
                .containsExactlyInAnyOrder(deep, flat, "archives/r/short");
        assertThat(target().list("archives/r/日本/日")).containsExactly(new BackupTarget.Stored(deep, 2));
        assertThat(target().names("archives/r/"))
                .containsExactlyInAnyOrder("日本", "short", ".x", flat.substring("archives/r/".length()));
        assertThat(target().names("archives/r/日本/日本/日本/日本/")).containsExactly("日本");
        target().delete(List.of(deep, flat));
        assertThat(target.names("archives/r/")).containsExactlyInAnyOrder("short", ".x");
    }

    @Test
    void store_thatIgnoresConditions_isRefused() throws IOException {
        service.ignoreConditions();

        assertThatThrownBy(() -> writer(target(), Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://backups/store-1/aml ignores the conditions of writes");
    }

    @Test
    void errors_sayWhatToDo() throws IOException {
        assertThatThrownBy(() -> service.open("s3://no-such-bucket", QUICK).list(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the bucket no-such-bucket does not exist at http://127.0.0.1:");
        assertThatThrownBy(() -> service.open("s3://no-such-bucket", QUICK).exists("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
        BackupTarget target = target();
        service.fail((_, _) -> Optional.of(Fault.DENIED));
        assertThatThrownBy(() -> target.list("runs/"))
                .hasMessageContaining("cannot list s3://backups/store-1/aml/runs/: access denied; grant");
        service.fail((_, _) -> Optional.of(Fault.SLOW_DOWN));
        assertThatThrownBy(() -> target.delete("runs/a"))
                .hasMessageContaining("asked to slow down, 4 times in a row; try again later");
        assertThat(service.requests()).hasSize(4);
        service.fail((_, _) -> Optional.of(Fault.CLOCK_SKEW));
        assertThatThrownBy(() -> target.open("runs/a")).hasMessageContaining("the clock of this machine");
        service.work();
        service.writeKey("wrong");
        assertThatThrownBy(() -> target().list("")).hasMessageContaining("the secret key is wrong");
    }

    /** As two threads of a restore do. */
    @Test
    void objectReadAtSeveralPlacesInTurn_takesFewRequests() throws IOException {
        byte[] bytes = new byte[12 << 20];
        new Random(7).nextBytes(bytes);
        BackupTarget target = service.open(QUICK);
        put(target, "generations/g/segments/s", bytes);
        service.work();
        byte[] some = new byte[10_000];
        try (ObjectReader object = target.open("generations/g/segments/s")) {
            for (int turn = 0; turn < 200; turn++) {
                int position = turn % 2 == 0 ? turn * 20_000 : bytes.length - some.length - turn * 20_000;
                int n = object.read(position, some, 0, some.length);
                assertThat(Arrays.copyOf(some, n)).isEqualTo(Arrays.copyOfRange(bytes, position, position + n));
            }
        }
        assertThat(service.requests()).hasSizeLessThanOrEqualTo(8);
    }
}
