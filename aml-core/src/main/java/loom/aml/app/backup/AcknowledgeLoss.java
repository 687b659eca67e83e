package loom.aml.app.backup;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.Census;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.store.log.Incident;
import loom.aml.store.log.LogFolder;

/** Confirms that a loss of items is intended, so that rotation continues. */
public final class AcknowledgeLoss {
    private final OpenStore opened;

    public AcknowledgeLoss(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The acknowledged loss.
     *
     * @param store the location of the store
     * @param incident the incident that ended; empty if none was recorded
     * @param items the number of items with which the store is compared from now on
     */
    public record Result(String store, Optional<Incident> incident, long items) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("acknowledged", incident.isPresent())
                    .put("items", items)
                    .build();
        }
    }

    public Result run() throws IOException {
        try (OpenBackups backups = OpenBackups.of(opened)) {
            Optional<Incident> incident = LogFolder.of(opened.store().place()).incident();
            long items = Census.of(opened).items();
            backups.runs().acknowledge(items);
            return new Result(opened.location(), incident, items);
        }
    }
}
