package loom.aml.run;

import java.io.IOException;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreChange;
import loom.aml.store.Transformation;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.Completions;

/** Restores the former shape of items that a run transformed. Later changes of the items are kept. */
final class TransformationUndo {
    private TransformationUndo() {}

    static StoreChange change(UndoneRun run, Reversal.RevertItems reversal) throws IOException {
        CollectionFile file = CollectionFile.ofPath(reversal.path())
                .orElseThrow(() -> new IOException(
                        "run " + run.id() + " transformed items in " + reversal.path() + ", not a collection"));
        return new CollectionChange.Revert(
                file,
                new FileVersion(run.state(reversal.path())),
                transformation(run.run()),
                new CollectionChange.Transformed(run.id(), reversal.name()));
    }

    private static Transformation transformation(RunRecord run) throws IOException {
        return run.started()
                .object("policy")
                .flatMap(policy -> policy.object("transformation"))
                .flatMap(name -> new SchemaMigrations().named(name).or(() -> new Completions().named(name)))
                .orElseThrow(() -> new IOException(
                        "the record of run " + run.run() + " does not say how it changed items; restore its backup"));
    }
}
