package loom.aml.server.rest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.server.event.Events;
import loom.aml.server.http.EventStream;
import loom.aml.server.service.HostServices;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;

/** The events of the host as a stream. */
final class EventResource {
    private final HostServices services;

    EventResource(HostServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/events", "followEvents", "Follow changes of stores and progress of operations")
                .takes(Parameter.text("store", "Only events of this store."))
                .answersAs(
                        200,
                        "text/event-stream",
                        "Events: store (it was changed), operation (it advanced or ended) and reset (events were"
                                + " missed: read everything again). A client continues with the header Last-Event-ID.")
                .by(this::follow));
    }

    private void follow(RestCall call) throws IOException, InterruptedException, NoSuchStoreException {
        Optional<String> store = call.text("store");
        List<ServedStore> watched = store.isPresent()
                ? List.of(services.stores().require(store.get()))
                : services.stores().all();
        watched.forEach(services.watches()::watch);
        try (Events.Reader reader =
                services.events().follow(call.http().header("Last-Event-ID").orElse(""))) {
            EventStream out = call.http().events();
            out.prime(reader.position());
            while (!reader.isOver()) {
                List<Events.Event> next = reader.next(EventStream.HEARTBEAT);
                for (Events.Event event : next) {
                    if (store.isEmpty()
                            || event.store().isEmpty()
                            || event.store().equals(store.get())) {
                        out.send(event.id(), event.name(), event.data().toString());
                    }
                }
                if (next.isEmpty()) {
                    out.beat();
                }
            }
        }
    }
}
