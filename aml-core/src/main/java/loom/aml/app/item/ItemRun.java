package loom.aml.app.item;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.edit.EditPlan;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;
import loom.aml.store.loom.FileMemoryStore;

/** Executes the change of one item, as a run of its own. */
final class ItemRun {
    private final FileMemoryStore store;
    private final RandomGenerator random;

    ItemRun(FileMemoryStore store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    MemoryStore store() {
        return store;
    }

    RandomGenerator random() {
        return random;
    }

    Instant now() {
        return store.options().clock().instant();
    }

    /** The result of a put that is not made. */
    ItemChanged preview(ItemChange.Put put) {
        return new ItemChanged(store.location(), put.key(), Optional.of(stored(put)), Optional.empty());
    }

    private static StoredItem stored(ItemChange.Put put) {
        try {
            Item item = Item.alone(put.text(), put.key().kind());
            return new StoredItem(put.key(), Revision.of(item), put.text());
        } catch (DamagedException e) {
            throw new IllegalArgumentException("not an item: " + put.key(), e);
        }
    }

    /**
     * Makes a change.
     *
     * @throws ConflictException if the precondition of the change does not hold
     */
    ItemChanged execute(String operation, ItemChange change, JsonObject policy) throws IOException, ConflictException {
        EditPlan plan = EditPlan.of(store, operation, List.of(change), policy);
        requireNoConflict(change, plan.findings());
        Report report = new Execution(store, random).execute(plan, Execution.Options.DEFAULT.withBackup(false));
        requireNoConflict(change, report.findings());
        return new ItemChanged(store.location(), change.key(), store.get(change.key()), Optional.of(report));
    }

    private void requireNoConflict(ItemChange change, List<Finding> findings) throws IOException, ConflictException {
        if (findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.CONFLICT)) {
            throw new ConflictException(change.key(), store.get(change.key()));
        }
    }
}
