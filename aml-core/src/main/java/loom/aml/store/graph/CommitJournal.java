package loom.aml.store.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Checksum;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.log.NumberedId;
import org.jspecify.annotations.Nullable;

/**
 * A commit in progress: durable before the file is replaced, removed once the runs are recorded. It contains the records,
 * so that a crash in between loses none.
 *
 * <pre>
 * {"journal":1,
 *  "before":{"size":..., "checksum":...},       the content before; absent if the file did not exist
 *  "after":{"size":..., "checksum":...},        the content after
 *  "runs":[{"run":..., "sequence":7, "events":[{"event":"started",...},{"event":"committed",...},{"event":"finished",...}]}]}
 * </pre>
 */
record CommitJournal(Checksum.@Nullable Content before, Checksum.Content after, List<Entry> runs) {
    private static final long VERSION = 1;

    CommitJournal {
        runs = List.copyOf(runs);
    }

    /**
     * The record of a run.
     *
     * @param events all events of the record
     */
    record Entry(NumberedId run, List<JsonObject> events) {
        Entry {
            events = List.copyOf(events);
        }

        private JsonObject toJson() {
            return JsonObject.builder()
                    .put("run", run.id())
                    .put("sequence", run.sequence())
                    .put("events", events)
                    .build();
        }
    }

    byte[] toUtf8() {
        JsonObject.Builder json = JsonObject.builder().put("journal", VERSION);
        if (before != null) {
            json.put("before", toJson(before));
        }
        return json.put("after", toJson(after))
                .put("runs", runs.stream().map(Entry::toJson).toList())
                .build()
                .toUtf8();
    }

    private static JsonObject toJson(Checksum.Content content) {
        return JsonObject.builder()
                .put("size", content.size())
                .put("checksum", content.checksum())
                .build();
    }

    /**
     * Reads a journal.
     *
     * @throws JsonSyntaxException if it is damaged, or of a later version of aml
     */
    static CommitJournal of(byte[] utf8) throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(new String(utf8, StandardCharsets.UTF_8));
        JsonObject after = json.object("after").orElseThrow(CommitJournal::damaged);
        if (json.number("journal") != VERSION) {
            throw new JsonSyntaxException("a journal of a later version of aml");
        }
        List<Entry> runs = new ArrayList<>();
        for (JsonObject run : json.objects("runs")) {
            String id = run.string("run").orElseThrow(CommitJournal::damaged);
            runs.add(new Entry(new NumberedId(id, run.number("sequence")), run.objects("events")));
        }
        return new CommitJournal(
                json.object("before").map(CommitJournal::content).orElse(null), content(after), runs);
    }

    private static Checksum.Content content(JsonObject json) {
        return new Checksum.Content(json.number("size"), json.string("checksum").orElse(""));
    }

    private static JsonSyntaxException damaged() {
        return new JsonSyntaxException("a damaged journal");
    }
}
