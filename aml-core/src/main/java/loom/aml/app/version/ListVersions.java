package loom.aml.app.version;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/** Lists the versions of an item, from snapshots, archives and the records of runs. */
public final class ListVersions {
    private final OpenStore opened;

    public ListVersions(OpenStore opened) {
        this.opened = opened;
    }

    public record Request(ItemKey key, HistoryLimits limits) {}

    /**
     * The versions.
     *
     * @param store the location of the store
     * @param versions the newest first: the present one, or the removal
     * @param startsWithAddition whether the item did not exist before the oldest version
     * @param isComplete whether no version is missing, as far as aml can know; it cannot know what other programs wrote and replaced
     *     between two runs or snapshots
     * @param archivesPassedOver the number of archives that were not read because of the limit
     * @param snapshotsPassedOver the number of snapshots that were not read because of the limit
     * @param runsForgotten the number of runs whose archives were deleted, as the settings say
     * @param findings records, archives and snapshots that could not be read
     */
    public record Result(
            String store,
            ItemKey key,
            List<ItemVersion> versions,
            boolean startsWithAddition,
            boolean isComplete,
            int archivesPassedOver,
            int snapshotsPassedOver,
            int runsForgotten,
            List<Finding> findings) {
        public Result {
            versions = List.copyOf(versions);
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("agent", key.agent())
                    .put("kind", key.kind().word())
                    .put("id", key.id())
                    .put("versions", versions.stream().map(ItemVersion::toJson).toList())
                    .put("starts_with_addition", startsWithAddition)
                    .put("complete", isComplete)
                    .put("archives_passed_over", archivesPassedOver)
                    .put("snapshots_passed_over", snapshotsPassedOver)
                    .put("runs_forgotten", runsForgotten)
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        ItemHistory history = ItemHistory.of(opened, request.key(), request.limits());
        return new Result(
                opened.location(),
                request.key(),
                history.versions().reversed(),
                history.startsAbsent(),
                history.isComplete(),
                history.archivesPassedOver(),
                history.snapshotsPassedOver(),
                history.runsForgotten(),
                history.findings());
    }
}
