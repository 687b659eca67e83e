package loom.aml.stale;

import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The mentions of a store that lead to nothing.
 *
 * @param repository the folder that they were checked against; empty if it was not found, so that only links between memories
 *     were checked
 * @param items the number of items that were read
 * @param mentions the number of mentions that were found
 * @param checked the number of mentions that either exist or certainly do not
 * @param isComplete whether neither the store nor the repository exceeded a limit
 */
public record StaleReport(
        Optional<String> repository,
        long items,
        int mentions,
        int checked,
        boolean isComplete,
        List<StaleMention> stale,
        List<Finding> findings) {

    public StaleReport {
        stale = List.copyOf(stale);
        findings = List.copyOf(findings);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("repository", repository.orElse(null))
                .put("items", items)
                .put("mentions", mentions)
                .put("checked", checked)
                .put("complete", isComplete)
                .put("stale", stale.stream().map(StaleMention::toJson).toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
