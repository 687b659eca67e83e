package loom.aml.app.item;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.app.run.ForgetOldRuns;
import loom.aml.edit.EditPlan;
import loom.aml.edit.Feedback;
import loom.aml.edit.UsagePlan;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;

/** Executes the change of one item, as a run of its own. */
final class ItemRun implements ItemWriter {
    private final MemoryStore store;
    private final RandomGenerator random;
    private final Optional<ForgetOldRuns> retention;

    ItemRun(OpenStore opened) {
        this(opened.store(), opened.random(), Optional.of(new ForgetOldRuns(opened)));
    }

    /** Creates a writer that keeps all records of runs. */
    ItemRun(MemoryStore store, RandomGenerator random) {
        this(store, random, Optional.empty());
    }

    private ItemRun(MemoryStore store, RandomGenerator random, Optional<ForgetOldRuns> retention) {
        this.store = store;
        this.random = random;
        this.retention = retention;
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public Instant now() {
        return store.options().clock().instant();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Optional<StoredItem> get(ItemKey key) throws IOException {
        return store.get(key);
    }

    @Override
    public Set<ItemKind> kinds() {
        return store.kinds();
    }

    @Override
    public Optional<String> idOf(byte[] fields) {
        return store.idOf(fields);
    }

    @Override
    public byte[] asStored(ItemKey key, byte[] text) throws IOException {
        return store.asStored(key, text);
    }

    @Override
    public ItemChanged put(String operation, ItemChange.Put put, JsonObject details)
            throws IOException, ConflictException {
        return execute(operation, put, details);
    }

    @Override
    public ItemChanged use(String operation, StoredItem note, Feedback feedback) throws IOException {
        JsonObject details = ItemWriter.titled(note.fields(), feedback.toJson());
        UsagePlan plan = new UsagePlan(operation, note.key(), feedback, details, now());
        Report report = new Execution(store, random).execute(plan, Execution.Options.DEFAULT.withBackup(false));
        return ended(new ItemChanged(
                store.location(),
                note.key(),
                details.string(RecordedRun.TITLE).orElse(""),
                Optional.of(note),
                Optional.of(report)));
    }

    /**
     * Executes a change.
     *
     * @throws ConflictException if the precondition of the change does not hold
     */
    ItemChanged execute(String operation, ItemChange change, JsonObject details) throws IOException, ConflictException {
        List<ItemChange> changes = new ArrayList<>(List.of(change));
        changes.addAll(store.linked(change));
        EditPlan plan = EditPlan.of(store, operation, changes, details);
        requireNoConflict(change, plan.findings());
        Report report = new Execution(store, random).execute(plan, Execution.Options.DEFAULT.withBackup(false));
        requireNoConflict(change, report.findings());
        return ended(new ItemChanged(
                store.location(),
                change.key(),
                details.string(RecordedRun.TITLE).orElse(""),
                store.get(change.key()),
                Optional.of(report)));
    }

    /** Of the runs on items, only the records of those that changed nothing can be forgotten. */
    private ItemChanged ended(ItemChanged changed) throws IOException {
        if (retention.isPresent() && changed.isUnchanged()) {
            retention.get().run();
        }
        return changed;
    }

    private void requireNoConflict(ItemChange change, List<Finding> findings) throws IOException, ConflictException {
        if (findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.CONFLICT)) {
            throw new ConflictException(change.key(), store.get(change.key()));
        }
    }
}
