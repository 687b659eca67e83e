package loom.aml.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.FileState;
import loom.aml.store.Cause;
import loom.aml.store.FileMaintenance;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Reason;
import loom.aml.store.log.Archive;
import loom.aml.store.log.RunRecord;

/**
 * A run that is being undone, with the data that its reversals need.
 *
 * @param archive the archives of the run
 * @param findings receives the reasons why data is left unchanged
 */
record UndoneRun(MemoryStore store, RunRecord run, Archive archive, List<Finding> findings) {

    String id() {
        return run.run();
    }

    /** Returns the cause of removing items that the run added. */
    Cause cause() {
        return new Cause(OperationNames.UNDO, "brought by run " + id(), Reason.NOT_IN_SNAPSHOT);
    }

    FileMaintenance files() {
        return store.requireFiles();
    }

    FileState state(String path) throws IOException {
        return files().state(path);
    }

    /** Returns whether a file still has the content that it had after the run. */
    boolean isUnchanged(String path, FileState seen, Optional<Checksum.Content> left) throws IOException {
        return seen.isFile() && left.equals(Optional.of(files().content(path)));
    }

    void writtenSince(String path, String consequence) {
        findings.add(
                Finding.of(Finding.Kind.CHANGED, path, "was written by another program after the run", consequence));
    }
}
