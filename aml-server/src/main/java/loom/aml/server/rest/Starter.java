package loom.aml.server.rest;

import java.io.IOException;
import loom.aml.app.backup.BackupOpener;
import loom.aml.json.JsonObject;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.stores.ServedStore;

/** Starts operations and answers with their addresses. */
final class Starter {
    private final Services services;
    private final Problems problems;

    Starter(Services services, Problems problems) {
        this.services = services;
        this.problems = problems;
    }

    /** The work on a store. */
    interface StoreWork {
        /**
         * Does the work.
         *
         * @param opener opens the store, and reports the progress of the work on it
         */
        JsonObject on(BackupOpener opener) throws Exception;
    }

    /** Starts the work and answers 202. */
    void start(RestCall call, ServedStore store, String command, StoreWork work)
            throws IOException, OperationRunningException {
        Operation operation = services.operations()
                .start(
                        store.id(),
                        command,
                        progress -> {
                            try {
                                return RestCall.document(
                                        command, work.on(store.opener().reportingTo(progress)));
                            } finally {
                                store.memory().changed();
                            }
                        },
                        this::problem);
        call.http().set("Location", RestEndpoint.operation(operation.id()));
        call.send(202, operation.toJson());
    }

    private JsonObject problem(Exception e) {
        if (Problems.isUnexpected(e)) {
            services.unexpected().accept(e);
        }
        return problems.of(e).document();
    }
}
