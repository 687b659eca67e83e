package loom.aml.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import loom.aml.StoreItems;
import loom.aml.io.FileInput;
import loom.aml.io.LocalDisk;
import loom.aml.io.MemoryFile;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.MemoryTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.store.Cause;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Reason;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records and archives are the same objects on every backup target. */
class RecordsAnywhereTest {
    private static final Instant NOW = Instant.parse("2026-12-01T04:00:00.120Z");
    private static final CollectionFile FILE = new CollectionFile("debugger", ItemKind.PATTERN, false);

    /** Writes one event and archive of every kind, in one run. */
    private static String write(BackupTarget target) throws IOException {
        LogFolder logs = new LogFolder(target);
        String run;
        try (RunLog log =
                logs.begin("prune", JsonObject.builder().put("policy", "p").build(), NOW, new Random(1))) {
            run = log.run();
            String removed;
            try (ChangeLog.ItemArchive archive = log.archiveItems(FILE)) {
                archive.add(archived(0), "\n".getBytes(UTF_8));
                archive.add(archived(1), null);
                removed = archive.finish();
            }
            log.committed(made(StoreChange.Kind.REWRITE, removed));
            String transformed;
            try (ChangeLog.TransformArchive archive = log.archiveTransformed(FILE)) {
                archive.add(new Fingerprint(1, 2), "1.0.0", null);
                archive.add(new Fingerprint(3, 4), "2.0.0", "{\"a\":\"\u00e9\"}".getBytes(UTF_8));
                transformed = archive.finish();
            }
            log.committed(made(StoreChange.Kind.REWRITE, transformed));
            try (FileInput original = MemoryFile.of("theirs")) {
                log.committed(made(StoreChange.Kind.REWRITE, log.archiveFile("debugger/notes.txt", original)));
            }
        }
        try (RunLog log = logs.reopen(run)) {
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .put("outcome", "done")
                    .build());
        }
        return run;
    }

    private static ChangeLog.Archived archived(int ordinal) {
        return new ChangeLog.Archived(
                "id-" + ordinal,
                ordinal,
                new Fingerprint(ordinal, -ordinal),
                "{\"n\":1}".getBytes(UTF_8),
                ",\n  ".getBytes(UTF_8),
                new Cause("by_hand", "a test wants it gone", Reason.MANUAL_DELETION),
                JsonObject.builder().put("seen", ordinal).build());
    }

    private static ChangeLog.Made made(StoreChange.Kind kind, String archive) {
        return new ChangeLog.Made(
                new FileOutcome(FILE.path(), kind, true, Map.of(), 0, 100, 70, List.of()), archive, null);
    }

    private static byte[] bytes(BackupTarget target, String name) throws IOException {
        try (ObjectReader object = target.open(name)) {
            return object.readAll(1 << 20);
        }
    }

    private static String text(BackupTarget target, String name) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new GZIPInputStream(new ByteArrayInputStream(bytes(target, name))).transferTo(text);
        return text.toString(UTF_8);
    }

    @Test
    void records_areRead_fromATargetOtherThanAFolder() throws IOException {
        MemoryTarget target = new MemoryTarget();
        String run = write(target);
        LogFolder logs = new LogFolder(target);

        assertThat(logs.runs()).containsExactly(run);
        RunRecord record = logs.read(run);
        assertThat(record.operation()).isEqualTo("prune");
        assertThat(record.damage()).isEmpty();
        assertThat(record.finished()).isPresent();
        assertThat(logs.isOf(run, "prune")).isTrue();
        Archive archive = new Archive(logs, run);
        for (Commit commit : record.commits()) {
            archive.requireSound(commit.archive().orElseThrow());
            archive.requireSoundList(commit.archive().orElseThrow());
        }
        assertThat(StoreItems.entries(archive, "debugger/patterns.json.1.jsonl.gz"))
                .extracting(entry -> entry.string("id").orElseThrow())
                .containsExactly("id-0", "id-1");
        try (ArchiveReader<FormerItem> former = archive.transformed("debugger/patterns.json.2.transformed.gz")) {
            assertThat(former.next()).extracting(FormerItem::was).isEqualTo("1.0.0");
            assertThat(new String(former.next().original().orElseThrow(), UTF_8))
                    .isEqualTo("{\"a\":\"\u00e9\"}");
            assertThat(former.next()).isNull();
        }
        ByteArrayOutputStream original = new ByteArrayOutputStream();
        archive.file("debugger/notes.txt.original").writeTo(original);
        assertThat(original.toString(UTF_8)).isEqualTo("theirs");
    }

    @Test
    void records_areForgotten_andIncidentsRaised_onATargetOtherThanAFolder() throws IOException {
        MemoryTarget target = new MemoryTarget();
        String run = write(target);
        LogFolder logs = new LogFolder(target);
        assertThat(logs.hasArchives(run)).isTrue();
        String empty;
        try (RunLog log = logs.begin("gc", JsonObject.builder().build(), NOW, new Random(2))) {
            empty = log.run();
        }
        assertThat(logs.runs()).containsExactly(run, empty);
        assertThat(logs.hasArchives(empty)).isFalse();

        logs.forget(List.of(empty));

        assertThat(new LogFolder(target).runs()).containsExactly(run);
        logs.raise(new Incident(NOW, 459, 0, "s"));
        assertThat(new LogFolder(target).incident()).contains(new Incident(NOW, 459, 0, "s"));
        logs.acknowledge();
        assertThat(logs.incident()).isEmpty();
    }

    @Test
    void objects_areTheSame_inAFolderAndElsewhere(@TempDir Path directory) throws IOException {
        Path memory = Files.createDirectory(directory.resolve("memory")).toRealPath();
        MemoryTarget elsewhere = new MemoryTarget();
        LocalTarget folder = LocalTarget.beside(new LocalDisk(), memory);
        write(elsewhere);
        write(folder);

        List<BackupTarget.Stored> objects = elsewhere.list("");
        assertThat(folder.list("")).isEqualTo(objects);
        for (BackupTarget.Stored object : objects) {
            assertThat(bytes(folder, object.name())).as(object.name()).isEqualTo(bytes(elsewhere, object.name()));
        }
        try (Stream<Path> files = Files.walk(directory.resolve("memory-backup/aml"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith(".gitignore")))
                    .hasSize(objects.size());
        }
    }

    @Test
    void layoutAndFormat_areThoseOfEarlierVersions() throws IOException {
        MemoryTarget target = new MemoryTarget();
        String run = write(target);

        String archives = "archives/" + run + "/debugger/";
        assertThat(target.list("").stream().map(BackupTarget.Stored::name))
                .containsExactly(
                        archives + "notes.txt.original",
                        archives + "patterns.json.1.jsonl.gz",
                        archives + "patterns.json.1.seen",
                        archives + "patterns.json.2.transformed.gz",
                        "runs/" + run + ".1.jsonl");
        assertThat(text(target, archives + "patterns.json.1.jsonl.gz"))
                .isEqualTo("{\"archive\":1,\"run\":\"" + run + "\",\"file\":\"debugger/patterns.json\"}\n"
                        + "{\"id\":\"id-0\",\"ordinal\":0,\"strategy\":\"by_hand\",\"rule\":\"a test wants it gone\","
                        + "\"reason\":\"manual_deletion\",\"values\":{\"seen\":0},\"before\":\",\\n  \",\"after\":\"\\n\","
                        + "\"item\":\"{\\\"n\\\":1}\"}\n"
                        + "{\"id\":\"id-1\",\"ordinal\":1,\"strategy\":\"by_hand\",\"rule\":\"a test wants it gone\","
                        + "\"reason\":\"manual_deletion\",\"values\":{\"seen\":1},\"before\":\",\\n  \","
                        + "\"item\":\"{\\\"n\\\":1}\"}\n");
        assertThat(bytes(target, archives + "patterns.json.1.seen")).hasSize(32);
        assertThat(text(target, archives + "patterns.json.2.transformed.gz"))
                .isEqualTo("{\"transformed\":1,\"run\":\"" + run + "\",\"file\":\"debugger/patterns.json\"}\n"
                        + "{\"now\":\"" + new Fingerprint(1, 2) + "\",\"was\":\"1.0.0\"}\n"
                        + "{\"now\":\"" + new Fingerprint(3, 4)
                        + "\",\"was\":\"2.0.0\",\"item\":\"{\\\"a\\\":\\\"\u00e9\\\"}\"}\n");
        assertThat(new String(bytes(target, archives + "notes.txt.original"), UTF_8))
                .isEqualTo("theirs");
    }
}
