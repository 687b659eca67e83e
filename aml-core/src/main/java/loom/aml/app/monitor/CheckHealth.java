package loom.aml.app.monitor;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.config.Policies;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Health;
import loom.aml.monitor.RelatedStatus;

/** Checks the health of a store without recording anything. */
public final class CheckHealth {
    private final StoreOpener stores;
    private final FrontEnd frontEnd;

    public CheckHealth(StoreOpener stores, FrontEnd frontEnd) {
        this.stores = stores;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param store the store as named by the front end; empty if it found none
     */
    public record Request(Optional<String> store) {}

    /** The result. */
    public record Result(Optional<String> store, Health health) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store.orElse(null))
                    .putAll(health.toJson())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        return new Result(request.store(), health());
    }

    private Health health() throws IOException {
        Policies policies = new Policies(stores.configuration());
        try (OpenStore opened = stores.forReading()) {
            return new Monitoring(opened, frontEnd).health();
        } catch (IOException e) {
            // A store that is too damaged to be read still has a health.
            return Monitoring.monitor(
                            policies, RelatedStatus.UNKNOWN, stores.clock().instant())
                    .unreadable(frontEnd.inWords(e));
        }
    }
}
