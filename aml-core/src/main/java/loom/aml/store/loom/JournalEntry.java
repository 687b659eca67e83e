package loom.aml.store.loom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.ChangeLog;
import org.jspecify.annotations.Nullable;

/**
 * The note that a change of one file is under way: written and synced before the first step that anybody can see, removed
 * after the last. With it the next open knows what a crash interrupted.
 *
 * <pre>
 * {"journal":1, "run":..., "path":"debugger/patterns.json",
 *  "before":{"size":..., "checksum":...},      what the file held; absent where there was none
 *  "after":{"size":..., "checksum":...},       what it is to hold; absent where it is to be gone
 *  "staged":".aml-...new",                     path within the store; absent where it is to be gone
 *  "archive":"debugger/patterns.json.1.jsonl.gz",   what leaves; absent where nothing does
 *  "again":{"transformation":{...}},           how to make the change of what others wrote meanwhile; absent where the
 *                                              archive says it
 *  "participants":[{"run":...,"archive":...,"outcome":{...}}],   the runs whose changes these are, if several
 *  "whole":true,                               void unless the run has decided: it belongs to changes that go together
 *  "outcome":{...}}                            what the record of the run is to be told
 * </pre>
 */
record JournalEntry(
        String run,
        String path,
        Checksum.@Nullable Content before,
        Checksum.@Nullable Content after,
        @Nullable String staged,
        @Nullable String archive,
        @Nullable JsonObject again,
        boolean isWhole,
        JsonObject outcome,
        List<ChangeLog.Participant> participants) {

    /** Makes the note durable under its name. */
    void write(Disk disk, Path root, Path journal) throws IOException {
        JsonObject.Builder json = JsonObject.builder()
                .put("journal", 1)
                .put("run", run)
                .put("path", path)
                .put("staged", staged)
                .put("archive", archive)
                .put("outcome", outcome);
        if (again != null) {
            json.put("again", again);
        }
        if (!participants.isEmpty()) {
            json.put(
                    "participants",
                    participants.stream().map(JournalEntry::toJson).toList());
        }
        if (isWhole) {
            json.put("whole", true);
        }
        if (before != null) {
            json.put("before", content(before));
        }
        if (after != null) {
            json.put("after", content(after));
        }
        byte[] bytes = json.build().toString().getBytes(StandardCharsets.UTF_8);
        String name = String.valueOf(journal.getFileName());
        Path part =
                journal.resolveSibling(name.substring(0, name.length() - OwnFiles.JOURNAL.length()) + OwnFiles.PART);
        try (FileOutput out = OwnFiles.create(disk, root, part)) {
            out.write(bytes, 0, bytes.length);
            out.sync();
        }
        disk.rename(part, journal);
        disk.syncDirectory(root);
    }

    private static JsonObject toJson(ChangeLog.Participant participant) {
        return JsonObject.builder()
                .put("run", participant.run())
                .put("archive", participant.archive())
                .put("outcome", participant.outcome())
                .build();
    }

    private static JsonObject content(Checksum.Content content) {
        return JsonObject.builder()
                .put("size", content.size())
                .put("checksum", content.checksum())
                .build();
    }

    /** The outcome of one file is a few kilobytes. */
    private static final long LARGEST = 16_000_000;

    /** Reads a note. */
    static JournalEntry read(Disk disk, Path journal) throws IOException {
        JsonObject json = JsonObject.parse(SmallFile.read(disk, journal, LARGEST));
        if (json.number("journal") != 1) {
            throw new JsonSyntaxException(journal + " is of an unknown version");
        }
        return new JournalEntry(
                required(json, "run", journal),
                required(json, "path", journal),
                content(json, "before"),
                content(json, "after"),
                json.string("staged").orElse(null),
                json.string("archive").orElse(null),
                json.object("again").orElse(null),
                json.isTrue("whole"),
                json.object("outcome").orElseGet(() -> JsonObject.builder().build()),
                participants(json, journal));
    }

    private static List<ChangeLog.Participant> participants(JsonObject json, Path journal) throws JsonSyntaxException {
        List<ChangeLog.Participant> participants = new ArrayList<>();
        for (JsonObject one : json.objects("participants")) {
            participants.add(new ChangeLog.Participant(
                    required(one, "run", journal),
                    one.string("archive").orElse(null),
                    one.object("outcome").orElseGet(() -> JsonObject.builder().build())));
        }
        return participants;
    }

    private static String required(JsonObject json, String key, Path journal) throws JsonSyntaxException {
        return json.string(key).orElseThrow(() -> new JsonSyntaxException(journal + " has no " + key));
    }

    private static Checksum.@Nullable Content content(JsonObject json, String key) {
        Optional<JsonObject> content = json.object(key);
        return content.map(c -> new Checksum.Content(
                        c.number("size"), c.string("checksum").orElse("")))
                .orElse(null);
    }
}
