package loom.aml.server.rest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.operation.Operation;
import loom.aml.server.service.StoreOperations;

/** The operations that requests started. */
final class OperationResource {
    private static final String OPERATION = "/operations/{operation}";

    private final StoreOperations operations;

    OperationResource(StoreOperations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/operations", "listOperations", "List the operations, the newest first")
                        .takes(Parameter.text("store", "Only operations on this store."))
                        .answers(200, "operations", "The operations of this process, without their results.")
                        .by(this::list),
                Route.of("GET", OPERATION, "getOperation", "Show an operation")
                        .answers(200, "operation", "The operation; its result is kept until 20 newer ones have begun.")
                        .by(this::get),
                Route.of("DELETE", OPERATION, "cancelOperation", "Ask an operation to stop")
                        .answers(202, "operation", "The operation, which stops as soon as nothing is being changed.")
                        .by(this::cancel));
    }

    private void list(RestCall call) throws IOException {
        Optional<String> store = call.text("store");
        call.send(
                200,
                JsonObject.builder()
                        .put(
                                "operations",
                                operations.list().stream()
                                        .filter(each ->
                                                store.isEmpty() || store.get().equals(each.store()))
                                        .map(Operation::summary)
                                        .toList())
                        .build());
    }

    private Operation find(RestCall call) throws Problem {
        return operations
                .find(call.path("operation"))
                .orElseThrow(() -> new Problem(404, "no_such_operation", "no operation of this process has this id"));
    }

    private void get(RestCall call) throws IOException, Problem {
        call.send(200, find(call).toJson());
    }

    private void cancel(RestCall call) throws IOException, Problem {
        Operation operation = find(call);
        operation.cancel();
        call.send(202, operation.toJson());
    }
}
