package loom.aml.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.ChangeLog;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a change of one file: written and synced before the first step that others can see, removed after the
 * last. From it the next open learns which changes a crash interrupted.
 *
 * <pre>
 * {"journal":1, "run":..., "path":"debugger/patterns.json",
 *  "before":{"size":..., "checksum":...},      the content before; absent if the file did not exist
 *  "after":{"size":..., "checksum":...},       the content after; absent if the file is to be removed
 *  "staged":".aml-...new",                     see {@link WorkFolder#nameOf}; absent if the file is to be removed
 *  "archive":"debugger/patterns.json.1.jsonl.gz",   the originals; absent if nothing is removed
 *  "again":{"transformation":{...}},           how to repeat the change on a version that others wrote; absent if the
 *                                              archive contains that
 *  "participants":[{"run":...,"archive":...,"outcome":{...}}],   the runs that made these changes, or the parts of the change, if several
 *  "whole":true,                               part of an atomic set: void unless the run has decided
 *  "outcome":{...}}                            the outcome for the record of the run
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

    /** Returns the names of all archives of the run that the change needs. */
    Set<String> archives() {
        Set<String> names = new LinkedHashSet<>();
        if (archive != null) {
            names.add(archive);
        }
        for (ChangeLog.Participant participant : participants) {
            String name = participant.archive();
            if (name != null && participant.run().equals(run)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Makes the journal durable under its name. */
    void write(WorkFolder work, String token) throws IOException {
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
        Path part = work.part(token);
        try (FileOutput out = work.create(part)) {
            out.write(bytes, 0, bytes.length);
            out.sync();
        }
        work.disk().rename(part, work.journal(token));
        work.sync();
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

    /** A limit: the outcome of one file takes a few kilobytes, except that edits of lines have the text of the lines. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    /** Reads a journal. */
    static JournalEntry read(Disk disk, Path journal) throws IOException {
        JsonObject json = JsonObject.parse(SmallFile.read(disk, journal, LARGEST));
        if (json.number("journal") != 1) {
            throw new JsonSyntaxException(journal + " has an unknown version");
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
