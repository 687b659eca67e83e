package loom.aml.app.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.migrate.Detection;
import loom.aml.store.Finding;

/** Detects the schema versions of the items in a store. */
public final class DetectVersions {
    private final OpenStore opened;

    public DetectVersions(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The versions.
     *
     * @param store the location of the store
     */
    public record Result(String store, Detection detection, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(detection.toJson())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run() throws IOException {
        opened.require(ItemKind.PATTERN, "its items have no schema versions, so there is nothing to migrate");
        Detection detection = Detection.of(opened.store());
        List<Finding> findings = new ArrayList<>(opened.store().recovered());
        findings.addAll(detection.findings());
        return new Result(opened.location(), detection, findings);
    }
}
