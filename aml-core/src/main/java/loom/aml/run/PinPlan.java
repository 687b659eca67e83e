package loom.aml.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.DocumentChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.Plan;
import loom.aml.store.Version;

/**
 * Pins or unpins an item.
 *
 * @param operation {@code pin} or {@code unpin}
 * @param id the id of the item
 */
public record PinPlan(String operation, String id, ChangeSet changes) implements Plan {

    /** Protects an item from pruning and gc. */
    public static PinPlan pin(MemoryStore store, String id) throws IOException {
        Pins pins = store.pins();
        return new PinPlan(
                "pin",
                id,
                pins.isPinned(id)
                        ? ChangeSet.NONE
                        : write(store, pins.with(id, store.options().clock().instant())));
    }

    /** Lets an item be judged like any other. */
    public static PinPlan unpin(MemoryStore store, String id) throws IOException {
        Pins pins = store.pins();
        return new PinPlan("unpin", id, pins.isPinned(id) ? write(store, pins.without(id)) : ChangeSet.NONE);
    }

    private static ChangeSet write(MemoryStore store, Pins pins) throws IOException {
        byte[] content = (pins.toJson().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        Version seen =
                store.document(Pins.PATH).map(MemoryStore.Document::state).orElse(Version.MISSING);
        return new ChangeSet(List.of(new DocumentChange.Put(Pins.PATH, seen, content)));
    }

    @Override
    public List<Finding> findings() {
        return List.of();
    }

    @Override
    public JsonObject policy() {
        return JsonObject.builder().put("id", id).build();
    }
}
