package loom.aml.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every {@link BackupTarget}. To test an implementation, extend this class and create the target. */
public abstract class BackupTargetContract {
    private static final Duration NO_WAIT = Duration.ZERO;

    /** Returns an empty target. */
    protected abstract BackupTarget target() throws IOException;

    /** The same place, as another process sees it. */
    protected abstract BackupTarget sameTarget() throws IOException;

    /** Returns false for a target, such as an object store, where a small upload that is not published leaves no trace. */
    protected boolean knowsUnfinishedUploads() {
        return true;
    }

    private static void put(BackupTarget target, String name, String content) throws IOException {
        try (BackupTarget.Upload upload = target.upload()) {
            byte[] bytes = content.getBytes(UTF_8);
            upload.write(bytes, 0, bytes.length);
            upload.publish(name);
        }
    }

    private static String get(BackupTarget target, String name) throws IOException {
        try (ObjectReader in = target.open(name)) {
            return new String(in.stream().readAllBytes(), UTF_8);
        }
    }

    private static String range(ObjectReader in, long position, int length) throws IOException {
        byte[] bytes = new byte[length + 2];
        int done = 0;
        while (done < length) {
            int n = in.read(position + done, bytes, 1 + done, length - done);
            assertThat(n).isPositive();
            done += n;
        }
        assertThat(bytes[0] + bytes[length + 1]).as("bytes around the range").isZero();
        return new String(bytes, 1, length, UTF_8);
    }

    private static Lease writer(BackupTarget target) throws IOException {
        return lease(target, NO_WAIT);
    }

    private static Lease lease(BackupTarget target, Duration patience) throws IOException {
        return target.lease(BackupTarget.WRITER, LeaseTerms.of("test", patience));
    }

    private static List<String> names(BackupTarget target, String prefix) throws IOException {
        return target.list(prefix).stream().map(BackupTarget.Stored::name).toList();
    }

    @Test
    public void get_ofWhatWasPublished_givesItsBytes() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            put(target, "generations/g/segments/s.zst", "content");
            put(target, "repository.json", "{}");
            put(target, "generations/g/empty", "");
        }

        assertThat(get(target, "generations/g/segments/s.zst")).isEqualTo("content");
        assertThat(get(sameTarget(), "repository.json")).isEqualTo("{}");
        assertThat(get(target, "generations/g/empty")).isEmpty();
    }

    @Test
    public void get_readsFromAnywhere() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            put(target, "generations/a", "0123456789");
        }
        try (ObjectReader in = target.open("generations/a")) {
            assertThat(in.size()).isEqualTo(10);
            assertThat(range(in, 7, 3)).isEqualTo("789");
            assertThat(range(in, 0, 4)).isEqualTo("0123");
            assertThat(range(in, 4, 2)).isEqualTo("45");
            assertThat(range(in, 2, 1)).isEqualTo("2");
            assertThat(in.read(8, new byte[10], 0, 10)).isBetween(1, 2);
            assertThat(in.read(10, new byte[10], 0, 10)).isEqualTo(-1);
            assertThat(in.read(1000, new byte[10], 0, 10)).isEqualTo(-1);
            assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo("0123456789");
        }
    }

    @Test
    public void get_ofWhatIsNotThere_saysSo() throws IOException {
        BackupTarget target = target();

        assertThatThrownBy(() -> target.open("generations/a")).isInstanceOf(NoSuchFileException.class);
        try (Lease _ = writer(target)) {
            put(target, "generations/b", "b");
        }
        assertThatThrownBy(() -> target.open("generations/a")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> target.open("generations/b/c")).isInstanceOf(IOException.class);
    }

    @Test
    public void list_givesNamesAndSizes_inOrder_byWhatTheyBeginWith() throws IOException {
        BackupTarget target = target();
        assertThat(target.list("generations/")).isEmpty();
        try (Lease _ = writer(target)) {
            put(target, "generations/b/snapshots/2", "22");
            put(target, "generations/a/segments/1", "1");
            put(target, "generations/a/snapshots/1", "");
            put(target, "repository.json", "{}");
        }

        assertThat(target.list("generations/"))
                .containsExactly(
                        new BackupTarget.Stored("generations/a/segments/1", 1),
                        new BackupTarget.Stored("generations/a/snapshots/1", 0),
                        new BackupTarget.Stored("generations/b/snapshots/2", 2));
        assertThat(names(sameTarget(), "generations/a/segments/")).containsExactly("generations/a/segments/1");
        assertThat(names(target, "generations/c/")).isEmpty();
    }

    @Test
    public void publish_replacesWhatHasTheName_whichReadersGoOnReading() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            put(target, "generations/a", "before");
            try (ObjectReader in = target.open("generations/a")) {
                put(target, "generations/a", "after it");
                assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo("before");
            }
        }
        assertThat(get(target, "generations/a")).isEqualTo("after it");
    }

    @Test
    public void put_isSeenByNobodyBeforeItIsPublished() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target);
                BackupTarget.Upload upload = target.upload()) {
            upload.write(new byte[] {1, 2, 3}, 0, 3);
            assertThat(target.list("")).noneMatch(stored -> stored.bytes() == 3);
            assertThat(target.list("generations/")).isEmpty();
            upload.publish("generations/a");
            assertThat(names(target, "generations/")).containsExactly("generations/a");
        }
        assertThat(names(target, "generations/")).containsExactly("generations/a");
    }

    @Test
    public void close_withoutPublishing_dropsWhatWasWritten() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            put(target, "generations/a", "stays");
            try (BackupTarget.Upload upload = target.upload()) {
                upload.write(new byte[100], 0, 100);
            }
        }

        assertThat(names(target, "generations/")).containsExactly("generations/a");
        assertThat(get(target, "generations/a")).isEqualTo("stays");
    }

    @Test
    public void put_ofSeveralAtOnce_keepsThemApart() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target);
                BackupTarget.Upload one = target.upload();
                BackupTarget.Upload two = target.upload()) {
            one.write(new byte[] {'1'}, 0, 1);
            two.write(new byte[] {'x', '2', 'x'}, 1, 1);
            one.write(new byte[] {'1'}, 0, 1);
            two.publish("generations/two");
            one.publish("generations/one");
        }

        assertThat(get(target, "generations/one")).isEqualTo("11");
        assertThat(get(target, "generations/two")).isEqualTo("2");
    }

    @Test
    public void delete_removesOneObject_andNoOther() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            put(target, "generations/a/1", "1");
            put(target, "generations/a/2", "2");
            put(target, "generations/b/1", "3");
            target.delete("generations/a/1");
            target.delete("generations/b/1");
        }

        assertThat(names(target, "generations/")).containsExactly("generations/a/2");
        try (Lease _ = writer(target)) {
            put(target, "generations/b/1", "again");
        }
        assertThat(get(target, "generations/b/1")).isEqualTo("again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "../../outside",
                "/outside",
                "generations/../../outside",
                "generations/../outside",
                "generations/./outside",
                "generations//outside",
                "..",
                ".",
                ""
            })
    public void names_thatLeadOut_areRefused(String name) throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            put(target, "generations/a", "a");
            assertThatThrownBy(() -> put(target, name, "evil")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(target, name)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> target.delete(name)).isInstanceOf(IOException.class);
        }
        assertThat(names(target, "generations/")).containsExactly("generations/a");
    }

    @Test
    public void upload_ofAKnownName_isSeenByNobodyBeforeItIsPublished() throws IOException {
        BackupTarget target = target();
        String name = "archives/run-1/debugger/patterns.json.1.jsonl.gz";
        try (BackupTarget.Upload upload = target.upload(name)) {
            upload.write(new byte[] {1, 2, 3}, 0, 3);
            assertThat(target.list("archives/")).isEmpty();
            assertThat(target.exists(name)).isFalse();
            upload.publish(name);
        }
        assertThat(target.list("archives/")).containsExactly(new BackupTarget.Stored(name, 3));
        assertThat(target.exists(name)).isTrue();
        assertThat(target.isTaken(name)).isTrue();
        assertThat(sameTarget().names("archives/")).containsExactly("run-1");
        assertThat(target.names("archives/run-1/debugger/")).containsExactly("patterns.json.1.jsonl.gz");
        assertThat(target.names("archives/run-2/")).isEmpty();
    }

    @Test
    public void upload_ofAKnownName_thatIsClosed_keepsWhatHasTheName() throws IOException {
        BackupTarget target = target();
        put(target, "archives/r/x.original", "before");
        try (BackupTarget.Upload upload = target.upload("archives/r/x.original")) {
            upload.write(new byte[100], 0, 100);
        }
        assertThat(get(target, "archives/r/x.original")).isEqualTo("before");
        assertThat(target.names("archives/r/")).containsExactly("x.original");
    }

    @Test
    public void upload_takesThePathOfAnyFileOfAStore() throws IOException {
        BackupTarget target = target();
        for (String name : List.of(
                "archives/r/caf\u00e9 \n/patterns.json.original",
                "archives/r/.hidden/.file.original",
                "archives/r/" + "long".repeat(40) + "/" + "name".repeat(40) + ".original",
                "archives/r/a%2Fb+c&d=e?f#g.original")) {
            try (BackupTarget.Upload upload = target.upload(name)) {
                upload.write(name.getBytes(UTF_8), 0, 5);
                upload.publish(name);
            }
            assertThat(get(sameTarget(), name)).isEqualTo("archi");
            target.delete(name);
            assertThat(target.exists(name)).isFalse();
        }
    }

    @Test
    public void publish_ofSeveral_publishesEach() throws IOException {
        BackupTarget target = target();
        try (BackupTarget.Upload items = target.upload("archives/r/a.1.jsonl.gz");
                BackupTarget.Upload seen = target.upload("archives/r/a.1.seen")) {
            items.write(new byte[] {'i'}, 0, 1);
            seen.write(new byte[] {'s'}, 0, 1);
            SequencedMap<String, BackupTarget.Upload> uploads = new LinkedHashMap<>();
            uploads.put("archives/r/a.1.jsonl.gz", items);
            uploads.put("archives/r/a.1.seen", seen);
            target.publish(uploads);
        }
        assertThat(get(target, "archives/r/a.1.jsonl.gz")).isEqualTo("i");
        assertThat(get(target, "archives/r/a.1.seen")).isEqualTo("s");
    }

    @Test
    public void discardUploads_removesUnfinishedOnes_andNothingElse() throws IOException {
        BackupTarget target = target();
        put(target, "archives/r/done.original", "done");
        target.upload("archives/r/half.original").write(new byte[1], 0, 1);
        target.upload("archives/r/other").write(new byte[1], 0, 1);
        target.upload("archives/s/half.original").write(new byte[1], 0, 1);

        assertThat(target.discardUploads("archives/r/", name -> name.endsWith(".original"), Instant.EPOCH))
                .as("too young")
                .isZero();
        assertThat(target.discardUploads("archives/r/", name -> name.endsWith(".original"), Instant.MAX))
                .isEqualTo(knowsUnfinishedUploads() ? 1 : 0);
        assertThat(target.discardUploads("archives/r/", name -> name.endsWith(".original"), Instant.MAX))
                .isZero();
        assertThat(target.discardUploads("archives/", _ -> true, Instant.MAX))
                .isEqualTo(knowsUnfinishedUploads() ? 2 : 0);
        assertThat(get(target, "archives/r/done.original")).isEqualTo("done");
    }

    @Test
    public void append_isSeenOnceItIsSynced() throws IOException {
        BackupTarget target = target();
        try (Appender record = target.create("runs/a.1.jsonl")) {
            record.append("one\n".getBytes(UTF_8));
            record.sync();
            assertThat(get(sameTarget(), "runs/a.1.jsonl")).isEqualTo("one\n");
            record.append("two\n".getBytes(UTF_8));
            record.append("three\n".getBytes(UTF_8));
            record.sync();
            assertThat(get(sameTarget(), "runs/a.1.jsonl")).isEqualTo("one\ntwo\nthree\n");
        }
        try (Appender record = sameTarget().append("runs/a.1.jsonl")) {
            record.append("four\n".getBytes(UTF_8));
            record.sync();
        }
        assertThat(get(target, "runs/a.1.jsonl")).isEqualTo("one\ntwo\nthree\nfour\n");
        assertThat(names(target, "runs/")).containsExactly("runs/a.1.jsonl");
    }

    @Test
    public void create_ofATakenName_isRefused() throws IOException {
        BackupTarget target = target();
        try (Appender record = target.create("runs/a.1.jsonl")) {
            record.append("one".getBytes(UTF_8));
            record.sync();
        }
        assertThatThrownBy(() -> sameTarget().create("runs/a.1.jsonl")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> target.append("runs/b.1.jsonl")).isInstanceOf(NoSuchFileException.class);
        assertThat(get(target, "runs/a.1.jsonl")).isEqualTo("one");
    }

    @Test
    public void delete_ofSeveral_skipsThoseThatDoNotExist() throws IOException {
        BackupTarget target = target();
        for (String name : List.of("runs/a", "runs/b", "archives/r/c")) {
            put(target, name, name);
        }
        target.delete(List.of("runs/a", "runs/none", "archives/r/c", "archives/none/c"));

        assertThat(names(target, "")).containsExactly("runs/b");
    }

    @Test
    public void manyWriters_ofOneName_leaveOneOfThem_whole() throws Exception {
        BackupTarget target = target();
        String name = "archives/r/x.original";
        int writers = 4;
        CountDownLatch begin = new CountDownLatch(writers);
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                byte[] bytes = Integer.toString(writer).repeat(10_000).getBytes(UTF_8);
                String own = "archives/r/" + writer + ".original";
                done.add(pool.submit(() -> {
                    begin.countDown();
                    begin.await();
                    for (int round = 0; round < 20; round++) {
                        try (BackupTarget.Upload upload = target.upload(own)) {
                            upload.write(bytes, 0, bytes.length);
                            upload.publish(name);
                        }
                        String read = get(target, name);
                        assertThat(read)
                                .hasSize(10_000)
                                .isEqualTo(read.substring(0, 1).repeat(10_000));
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(names(target, "archives/")).containsExactly(name);
    }

    @Test
    public void lease_keepsOthersOut_untilItIsClosed() throws IOException {
        BackupTarget target = target();
        try (Lease _ = writer(target)) {
            assertThatThrownBy(() -> writer(sameTarget())).isInstanceOf(StoreLockedException.class);
            assertThatThrownBy(() -> lease(target, Duration.ofMillis(1))).isInstanceOf(StoreLockedException.class);
            target.lease("other", LeaseTerms.of("test", NO_WAIT)).close();
        }
        writer(sameTarget()).close();
        writer(target).close();
    }

    @Test
    public void lease_hasALargerNumberEachTime() throws IOException {
        long last = 0;
        for (int round = 0; round < 3; round++) {
            try (Lease lease = writer(round % 2 == 0 ? target() : sameTarget())) {
                assertThat(lease.sequence()).isGreaterThan(last);
                last = lease.sequence();
                lease.requireHeld();
            }
        }
    }

    @Test
    public void lease_isRenewed_soThatItOutlastsItsDuration() throws Exception {
        LeaseTerms brief = new LeaseTerms("test", Duration.ofMillis(300), Duration.ofMillis(900));
        BackupTarget target = target();
        try (Lease lease = target.lease(BackupTarget.WRITER, brief)) {
            assertThatThrownBy(() -> sameTarget().lease(BackupTarget.WRITER, brief))
                    .isInstanceOf(StoreLockedException.class);
            lease.requireHeld();
        }
    }

    @Test
    public void lease_isTakenByOneOfMany() throws Exception {
        BackupTarget target = target();
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<Long> sequences = ConcurrentHashMap.newKeySet();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int taker = 0; taker < 4; taker++) {
                done.add(pool.submit(() -> {
                    for (int round = 0; round < 5; round++) {
                        try (Lease lease = target.lease(
                                "race", new LeaseTerms("test", Duration.ofSeconds(1), Duration.ofMinutes(1)))) {
                            most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                            assertThat(sequences.add(lease.sequence())).isTrue();
                            Thread.sleep(1);
                            holders.decrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(most).hasValue(1);
        assertThat(sequences).hasSize(20);
    }

    @Test
    public void lease_waitsForItsHolder() throws Exception {
        BackupTarget target = target();
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> second;
            try (Lease _ = writer(target)) {
                second = pool.submit(() -> {
                    begun.countDown();
                    lease(sameTarget(), Duration.ofMinutes(1)).close();
                    return null;
                });
                begun.await();
                put(target, "generations/a", "by the first");
            }
            second.get();
        }
    }

    @Test
    public void location_saysWhereItIs() throws IOException {
        assertThat(target().location()).isNotBlank();
    }
}
