package loom.aml.backup.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loom.aml.io.FileInput;
import loom.aml.store.StoreLockedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BackupTarget} promises. Whoever writes another one has it tested by a subclass that says how to get it. */
public abstract class BackupTargetContract {
    private static final Duration NO_WAIT = Duration.ZERO;

    /** A target in which nothing is yet. */
    protected abstract BackupTarget target() throws IOException;

    /** The same place, as another process sees it. */
    protected abstract BackupTarget sameTarget() throws IOException;

    private static void put(BackupTarget target, String name, String content) throws IOException {
        try (BackupTarget.Upload upload = target.put()) {
            byte[] bytes = content.getBytes(UTF_8);
            upload.write(bytes, 0, bytes.length);
            upload.publish(name);
        }
    }

    private static String get(BackupTarget target, String name) throws IOException {
        try (FileInput in = target.get(name)) {
            return new String(in.stream().readAllBytes(), UTF_8);
        }
    }

    private static List<String> names(BackupTarget target, String prefix) throws IOException {
        return target.list(prefix).stream().map(BackupTarget.Stored::name).toList();
    }

    @Test
    public void get_ofWhatWasPublished_givesItsBytes() throws IOException {
        BackupTarget target = target();
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
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
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            put(target, "generations/a", "0123456789");
        }
        try (FileInput in = target.get("generations/a")) {
            assertThat(in.state().size()).isEqualTo(10);
            in.seek(7);
            assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo("789");
            in.seek(0);
            assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo("0123456789");
        }
    }

    @Test
    public void get_ofWhatIsNotThere_saysSo() throws IOException {
        BackupTarget target = target();

        assertThatThrownBy(() -> target.get("generations/a")).isInstanceOf(NoSuchFileException.class);
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            put(target, "generations/b", "b");
        }
        assertThatThrownBy(() -> target.get("generations/a")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> target.get("generations/b/c")).isInstanceOf(IOException.class);
    }

    @Test
    public void list_givesNamesAndSizes_inOrder_byWhatTheyBeginWith() throws IOException {
        BackupTarget target = target();
        assertThat(target.list("generations/")).isEmpty();
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
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
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            put(target, "generations/a", "before");
            try (FileInput in = target.get("generations/a")) {
                put(target, "generations/a", "after it");
                assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo("before");
            }
        }
        assertThat(get(target, "generations/a")).isEqualTo("after it");
    }

    @Test
    public void put_isSeenByNobodyBeforeItIsPublished() throws IOException {
        BackupTarget target = target();
        try (BackupTarget.Hold _ = target.lock(NO_WAIT);
                BackupTarget.Upload upload = target.put()) {
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
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            put(target, "generations/a", "stays");
            try (BackupTarget.Upload upload = target.put()) {
                upload.write(new byte[100], 0, 100);
            }
        }

        assertThat(names(target, "generations/")).containsExactly("generations/a");
        assertThat(get(target, "generations/a")).isEqualTo("stays");
    }

    @Test
    public void put_ofSeveralAtOnce_keepsThemApart() throws IOException {
        BackupTarget target = target();
        try (BackupTarget.Hold _ = target.lock(NO_WAIT);
                BackupTarget.Upload one = target.put();
                BackupTarget.Upload two = target.put()) {
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
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            put(target, "generations/a/1", "1");
            put(target, "generations/a/2", "2");
            put(target, "generations/b/1", "3");
            target.delete("generations/a/1");
            target.delete("generations/b/1");
        }

        assertThat(names(target, "generations/")).containsExactly("generations/a/2");
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
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
                "..",
                ".",
                ""
            })
    public void names_thatLeadOut_areRefused(String name) throws IOException {
        BackupTarget target = target();
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            put(target, "generations/a", "a");
            assertThatThrownBy(() -> put(target, name, "evil")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(target, name)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> target.delete(name)).isInstanceOf(IOException.class);
        }
        assertThat(names(target, "generations/")).containsExactly("generations/a");
    }

    @Test
    public void lock_keepsOthersOut_untilItIsClosed() throws IOException {
        BackupTarget target = target();
        try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
            assertThatThrownBy(() -> sameTarget().lock(NO_WAIT)).isInstanceOf(StoreLockedException.class);
            assertThatThrownBy(() -> target.lock(Duration.ofMillis(1))).isInstanceOf(StoreLockedException.class);
        }
        sameTarget().lock(NO_WAIT).close();
        target.lock(NO_WAIT).close();
    }

    @Test
    public void lock_waitsForWhoeverHasIt() throws Exception {
        BackupTarget target = target();
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> second;
            try (BackupTarget.Hold _ = target.lock(NO_WAIT)) {
                second = pool.submit(() -> {
                    begun.countDown();
                    sameTarget().lock(Duration.ofMinutes(1)).close();
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
