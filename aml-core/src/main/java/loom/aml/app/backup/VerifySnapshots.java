package loom.aml.app.backup;

import java.io.IOException;
import java.util.Optional;
import loom.aml.backup.Verification;
import loom.aml.json.JsonObject;

/** Reads snapshots back and compares their checksums. */
public final class VerifySnapshots {
    private final OpenBackups backups;

    public VerifySnapshots(OpenBackups backups) {
        this.backups = backups;
    }

    /**
     * The request.
     *
     * @param snapshot one snapshot; if empty, all snapshots, with every segment, run record and archive
     */
    public record Request(Optional<SnapshotChoice> snapshot) {}

    /**
     * The result.
     *
     * @param store the location of the store
     */
    public record Result(String store, Verification verification) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(verification.toJson())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        Verification verification = request.snapshot().isPresent()
                ? backups.runs().verify(request.snapshot().get().find(backups.snapshots()))
                : backups.runs().verifyAll();
        return new Result(backups.location(), verification);
    }
}
