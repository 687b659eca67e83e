package loom.aml.server.rest;

import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ListPins;
import loom.aml.app.item.PinItem;
import loom.aml.app.item.UnpinItem;

/** The pins of a store, which protect items from every rule. */
final class PinResource {
    private static final String PIN = "/stores/{store}/pins/{item}";

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/stores/{store}/pins", "listPins", "List the pinned items")
                        .answers(200, "pin", "The pins.")
                        .by(this::list),
                Route.of("PUT", PIN, "pinItem", "Protect an item from every rule")
                        .answers(200, "pin", "The run.")
                        .by(this::pin),
                Route.of("DELETE", PIN, "unpinItem", "End the protection of an item")
                        .answers(200, "unpin", "The run.")
                        .by(this::unpin));
    }

    private void list(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            call.answer(200, "pin", new ListPins(opened).run().toJson());
        }
    }

    private void pin(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forChange()) {
            PinItem.Request request = new PinItem.Request(call.path("item"));
            call.answer(200, "pin", new PinItem(opened).run(request).toJson());
        }
    }

    private void unpin(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forChange()) {
            UnpinItem.Request request = new UnpinItem.Request(call.path("item"));
            call.answer(200, "unpin", new UnpinItem(opened).run(request).toJson());
        }
    }
}
