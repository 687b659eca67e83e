package loom.aml.server.rest;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.search.ListAgents;
import loom.aml.app.settings.ShowSettings;
import loom.aml.server.service.HostServices;
import loom.aml.server.stores.ServedStore;

/** The stores of the host, and one of them as a whole. */
final class StoreResource {
    private final HostServices services;

    StoreResource(HostServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/stores", "listStores", "List the stores with their figures")
                        .answers(200, "stores", "The stores; their ids address them.")
                        .by(this::list),
                Route.of("GET", "/stores/{store}", "getStore", "Show agents, size, health and alerts of a store")
                        .answers(200, "status", "The status of the store.")
                        .by(this::status),
                Route.of("GET", "/stores/{store}/agents", "listAgents", "List the agents of a store")
                        .answers(200, "agents", "The agents.")
                        .by(this::agents),
                Route.of("GET", "/stores/{store}/config", "getConfig", "Show each setting with its value and origin")
                        .takes(Parameter.flag("changed", "Only settings that differ from their default."))
                        .answers(200, "config-show", "The settings; secrets are shown as set or not.")
                        .by(this::config));
    }

    private void list(RestCall call) throws IOException {
        call.answer(200, "stores", services.stores().list().toJson());
    }

    private void status(RestCall call) throws Exception {
        call.answer(200, "status", call.store().memory().status().toJson());
    }

    private void agents(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            call.answer(200, "agents", new ListAgents(opened).run().toJson());
        }
    }

    private void config(RestCall call) throws Exception {
        ServedStore store = call.store();
        ShowSettings.Request request = new ShowSettings.Request(call.flag("changed"));
        call.answer(
                200,
                "config show",
                new ShowSettings(store.opener().configuration()).run(request).toJson());
    }
}
