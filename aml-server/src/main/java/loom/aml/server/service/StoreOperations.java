package loom.aml.server.service;

import java.util.List;
import java.util.Optional;
import loom.aml.app.backup.BackupOpener;
import loom.aml.json.JsonObject;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.operation.Operations;
import loom.aml.server.stores.ServedStore;

/** The operations on the stores of the host, whichever front end starts them. Thread-safe. */
public final class StoreOperations {
    private final Operations operations;
    private final FailureMapping failures;

    public StoreOperations(Operations operations, FailureMapping failures) {
        this.operations = operations;
        this.failures = failures;
    }

    /** The work on a store. */
    @FunctionalInterface
    public interface StoreWork {
        /**
         * Does the work.
         *
         * @param opener opens the store, and reports the progress of the work on it
         * @return the document of the command with the same use case
         */
        JsonObject on(BackupOpener opener) throws Exception;
    }

    /**
     * Starts work. Searches see its changes when it ends.
     *
     * @param command the command with the same use case, such as {@code backup create}
     * @throws OperationRunningException if another operation works on the store
     * @throws HostStoppingException if the host is being stopped
     */
    public Operation start(ServedStore store, String command, StoreWork work)
            throws OperationRunningException, HostStoppingException {
        return operations.start(
                store.id(),
                command,
                progress -> {
                    try {
                        return document(command, work.on(store.opener().reportingTo(progress)));
                    } finally {
                        store.memory().changed();
                    }
                },
                e -> failures.of(e).toJson());
    }

    /** Returns the document that a command prints. */
    public static JsonObject document(String command, JsonObject result) {
        return JsonObject.builder().put("command", command).putAll(result).build();
    }

    public Optional<Operation> find(String id) {
        return operations.find(id);
    }

    /** Returns the operations, the newest first. */
    public List<Operation> list() {
        return operations.list();
    }

    /** Returns the number of operations that were started so far. */
    public long started() {
        return operations.started();
    }

    /** Returns the number of operations that are running. */
    public int runningCount() {
        return operations.runningCount();
    }
}
