package loom.aml.server.page;

import java.util.List;
import loom.aml.app.backup.BackupOpener;
import loom.aml.json.JsonObject;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.WorkView;
import loom.aml.server.stores.ServedStore;

/** Long work on stores: its start, its progress and its result. */
final class OperationPages {
    private final Site site;

    OperationPages(Site site) {
        this.site = site;
    }

    /** The work on a store. */
    interface StoreWork {
        /**
         * Does the work.
         *
         * @param opener opens the store, and reports the progress of the work on it
         * @return the document of the command with the same use case
         */
        JsonObject on(BackupOpener opener) throws Exception;
    }

    List<Route> routes() {
        return List.of(Route.get("/stores/*/work/*", this::show), Route.post("/stores/*/work/*/cancel", this::cancel));
    }

    /** Starts work, and leads to its page. */
    Answer start(ServedStore store, String command, StoreWork work) throws OperationRunningException {
        Operation operation = site.operations()
                .start(
                        store.id(),
                        command,
                        progress -> {
                            try {
                                return work.on(store.opener().reportingTo(progress));
                            } finally {
                                store.memory().changed();
                            }
                        },
                        this::problem);
        return new Answer.Redirect(address(operation));
    }

    private static String address(Operation operation) {
        return Addresses.store(operation.store()) + "/work/" + operation.id();
    }

    private JsonObject problem(Exception e) {
        if (PageFailures.isUnexpected(e)) {
            site.unexpected().accept(e);
        }
        return JsonObject.builder()
                .put("detail", PageFailures.of(e, site.words()).message())
                .build();
    }

    private Operation find(PageCall call) throws HttpFailure {
        return site.operations()
                .find(call.value(1))
                .filter(operation -> operation.store().equals(call.storeId()))
                .orElseThrow(() -> new HttpFailure(404, "this work is no longer known; Runs has what it did"));
    }

    private Answer show(PageCall call) throws HttpFailure {
        WorkView work = WorkView.of(find(call).toJson());
        return Answer.Page.of("work", work.title(), Section.RUNS).with("work", work);
    }

    private Answer cancel(PageCall call) throws HttpFailure {
        Operation operation = find(call);
        operation.cancel();
        return new Answer.Redirect(address(operation));
    }
}
