package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.migrate.MigrationPlan;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaFile;
import loom.aml.migrate.SchemaVersion;
import loom.aml.store.ChangeSet;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;
import loom.aml.store.Version;
import loom.aml.store.log.RunRecord;

/** Records in the schema history of a store that a migration was undone. */
final class MigrationUndo {
    private final MemoryStore store;
    private final RunRecord run;

    MigrationUndo(UndoneRun undone) {
        this.store = undone.store();
        this.run = undone.run();
    }

    /** Returns whether a run was a migration. */
    static boolean isMigration(RunRecord run) {
        return run.operation().equals(MigrationPlan.OPERATION);
    }

    private static Optional<JsonObject> policy(RunRecord run) {
        return run.started().object("policy");
    }

    /** Returns the changes of the undo and the new entry of the schema history, if that can be read. */
    ChangeSet with(List<StoreChange> changes) throws IOException {
        List<StoreChange> all = new ArrayList<>(changes);
        Optional<MemoryStore.Document> file = store.document(SchemaFile.PATH);
        try {
            SchemaFile.of(store);
        } catch (JsonSyntaxException e) {
            return new ChangeSet(all);
        }
        JsonObject policy = policy(run).orElseThrow();
        all.add(Migrator.history(
                file.map(MemoryStore.Document::state).orElse(Version.MISSING),
                policy.string("to").orElse("unknown"),
                policy.string("from").orElse("unknown"),
                SchemaVersion.parse(policy.string("oldest").orElse("1.0.0")),
                store.options().clock().instant(),
                run.transformed()));
        return new ChangeSet(all);
    }
}
