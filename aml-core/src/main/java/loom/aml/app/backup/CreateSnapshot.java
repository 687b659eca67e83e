package loom.aml.app.backup;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.app.monitor.Monitoring;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.json.JsonObject;
import loom.aml.storage.StoreLockedException;

/** Creates a snapshot. Raises an alert on failure. */
public final class CreateSnapshot {
    private final StoreOpener stores;
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public CreateSnapshot(StoreOpener stores, OpenStore opened, FrontEnd frontEnd) {
        this.stores = stores;
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isFull whether the snapshot refers to no older one
     * @param agents the agents to save; all if empty
     */
    public record Request(boolean isFull, Set<String> agents, String description) {
        public Request {
            agents = Set.copyOf(agents);
        }
    }

    /**
     * The created snapshot.
     *
     * @param store the location of the store
     */
    public record Result(String store, Snapshot snapshot) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(snapshot.toJson())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        try (OpenBackups backups = OpenBackups.of(opened)) {
            SnapshotRequest snapshot =
                    new SnapshotRequest(request.isFull(), request.agents(), request.description(), Optional.empty());
            return new Result(opened.location(), backups.runs().create(snapshot));
        } catch (StoreLockedException e) {
            // Another process is creating one.
            throw e;
        } catch (IOException e) {
            Monitoring.backupFailed(stores, frontEnd, e);
            throw e;
        }
    }
}
