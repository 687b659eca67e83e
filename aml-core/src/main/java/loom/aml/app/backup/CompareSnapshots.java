package loom.aml.app.backup;

import java.io.IOException;
import loom.aml.backup.SnapshotDiff;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/** Compares two snapshots, item by item. */
public final class CompareSnapshots {
    private final OpenBackups backups;

    public CompareSnapshots(OpenBackups backups) {
        this.backups = backups;
    }

    /** The snapshots to compare. */
    public record Request(SnapshotChoice before, SnapshotChoice after) {}

    /** Finds the two snapshots. */
    public Result run(Request request) throws IOException {
        Snapshots snapshots = backups.snapshots();
        return new Result(request.before().find(snapshots), request.after().find(snapshots));
    }

    /** Two snapshots, whose differences may be too many to hold in memory. Usable while the backups are open. */
    public final class Result {
        private final Manifest before;
        private final Manifest after;

        private Result(Manifest before, Manifest after) {
            this.before = before;
            this.after = after;
        }

        /**
         * Reports every difference.
         *
         * @return the number of differences
         */
        public SnapshotDiff.Sums visit(SnapshotDiff.Visitor visitor) throws IOException {
            return SnapshotDiff.compare(backups.backup().repository(), before, after, visitor);
        }

        /** Writes the fields of the document. */
        public void write(JsonWriter json) throws IOException {
            json.fields(JsonObject.builder()
                    .put("store", backups.location())
                    .put("before", before.summary())
                    .put("after", after.summary())
                    .build());
            json.beginList("differences");
            SnapshotDiff.Sums sums = visit(new SnapshotDiff.Visitor() {
                @Override
                public void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) {
                    json.value(Differences.toJson(file, change, id));
                }

                @Override
                public void file(String path, ItemVersions.Change change) {
                    json.value(Differences.toJson(path, change));
                }
            });
            json.endList();
            json.fields(JsonObject.builder()
                    .put("item_changes", Differences.toJson(sums.items()))
                    .put("file_changes", Differences.toJson(sums.files()))
                    .build());
        }
    }
}
