package loom.aml.app.item;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.store.Pins;

/** Lists the pinned items. */
public final class ListPins {
    private final OpenStore opened;

    public ListPins(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The pinned items.
     *
     * @param store the location of the store
     */
    public record Result(String store, Pins pins) {
        public List<String> ids() {
            return pins.ids();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("pins", pins.toJson().objects("pins"))
                    .build();
        }
    }

    public Result run() throws IOException {
        return new Result(opened.location(), opened.store().pins());
    }
}
