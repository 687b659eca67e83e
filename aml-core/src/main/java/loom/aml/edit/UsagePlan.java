package loom.aml.edit;

import java.time.Instant;
import java.util.List;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.DocumentChange;
import loom.aml.store.Finding;
import loom.aml.store.NoteUsage;
import loom.aml.store.Plan;
import loom.aml.store.Version;

/** Records feedback on a note in the {@link NoteUsage} of its store. Feedback of several programs at once adds up. */
public record UsagePlan(String operation, ItemKey key, Feedback feedback, JsonObject details, Instant now)
        implements Plan {

    @Override
    public ChangeSet changes() {
        DocumentChange.Composition counted = (_, present) -> {
            NoteUsage usage = present == null ? NoteUsage.NONE : NoteUsage.parse(present);
            return usage.with(key.id(), counted(usage.of(key.id()))).toUtf8();
        };
        return new ChangeSet(List.of(new DocumentChange.Compose(NoteUsage.PATH, Version.MISSING, counted, true)));
    }

    private NoteUsage.Uses counted(NoteUsage.Uses uses) {
        return switch (feedback.verdict()) {
            case HELPED -> uses.helpedAgain(now);
            case FAILED -> uses.failedAgain(now);
            case OBSOLETE -> uses.obsolete();
        };
    }

    @Override
    public List<Finding> findings() {
        return List.of();
    }

    @Override
    public JsonObject policy() {
        return JsonObject.builder()
                .putAll(details)
                .put("items", List.of(key.toString()))
                .build();
    }
}
