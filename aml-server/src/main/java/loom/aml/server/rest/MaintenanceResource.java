package loom.aml.server.rest;

import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.MaintainStore;
import loom.aml.app.run.RunOptions;
import loom.aml.json.JsonObject;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStore;

/** The daily job of a store. */
final class MaintenanceResource {
    private static final String PATH = "/stores/{store}/maintenance";
    private static final String COMMAND = "maintain";

    private final StoreOperations operations;

    MaintenanceResource(StoreOperations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", PATH, "planMaintenance", "Show the effect of the daily job")
                        .answers(200, COMMAND, "The result of a dry run.")
                        .by(this::plan),
                Route.of("POST", PATH, "startMaintenance", "Run the daily job")
                        .mayHave(Schemas.MAINTENANCE)
                        .startsOperation()
                        .by(this::start));
    }

    private void plan(RestCall call) throws Exception {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forReading()) {
            call.answer(
                    200,
                    COMMAND,
                    new MaintainStore(opened, store.frontEnd())
                            .preview(new MaintainStore.Request(false))
                            .toJson());
        }
    }

    private void start(RestCall call) throws Exception {
        ServedStore store = call.store();
        JsonObject body = call.options();
        MaintainStore.Request request = new MaintainStore.Request(body.isTrue("trust_clock"));
        RunOptions options = new RunOptions(true, body.isTrue("confirmed"));
        call.accepted(operations.start(store, COMMAND, opener -> {
            try (OpenStore opened = opener.forChange()) {
                return new MaintainStore(opened, store.frontEnd())
                        .run(request, options)
                        .toJson();
            }
        }));
    }
}
