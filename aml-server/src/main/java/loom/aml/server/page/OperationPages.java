package loom.aml.server.page;

import java.util.List;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.OperationView;
import loom.aml.server.page.view.Section;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.service.StoreOperations.StoreWork;
import loom.aml.server.stores.ServedStore;

/** Long work on stores: its start, its progress and its result. */
final class OperationPages {
    private final StoreOperations operations;

    OperationPages(StoreOperations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/stores/*/operations/*", this::show),
                Route.post("/stores/*/operations/*/cancel", this::cancel));
    }

    /**
     * Starts work, and leads to its page.
     *
     * @param command the command with the same use case
     */
    Answer start(ServedStore store, String command, StoreWork work)
            throws OperationRunningException, HostStoppingException {
        return follow(operations.start(store, command, work));
    }

    /** Leads to the page of an operation. */
    static Answer follow(Operation operation) {
        return new Answer.Redirect(Addresses.operation(operation.store(), operation.id()));
    }

    private Operation find(PageCall call) throws HttpFailure {
        return operations
                .find(call.value(1))
                .filter(operation -> operation.store().equals(call.storeId()))
                .orElseThrow(() -> new HttpFailure(404, "this operation is no longer known; see Runs for its result"));
    }

    private Answer show(PageCall call) throws HttpFailure {
        OperationView operation = OperationView.of(find(call).toJson());
        return Answer.Page.of("operation", operation.title(), Section.RUNS).with("operation", operation);
    }

    private Answer cancel(PageCall call) throws HttpFailure {
        Operation operation = find(call);
        operation.cancel();
        return follow(operation);
    }
}
