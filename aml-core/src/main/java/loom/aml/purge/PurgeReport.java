package loom.aml.purge;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of a purge, or of its preview.
 *
 * @param isDry whether nothing was changed
 * @param run the id of the run; empty in a preview
 * @param plan the places that held it
 * @param removed the number of them that were purged
 * @param proof the search afterwards; {@link Proof#NONE} in a preview
 * @param shared the number of texts of the items that other items have too, so that they stay
 * @param tooShort the number of matches that are too short to be searched for in bytes
 * @param isIndexed whether there is an index, which is built again
 */
public record PurgeReport(
        boolean isDry,
        String run,
        PurgePlan plan,
        long removed,
        Proof proof,
        int shared,
        int tooShort,
        boolean isIndexed) {

    /**
     * The search for what was purged, in everything that aml owns.
     *
     * @param files the number of files and objects that were searched
     * @param bytes the number of their bytes
     * @param holders the places that still hold it
     * @param unsure the places that cannot be shown to be free
     */
    public record Proof(long files, long bytes, List<String> holders, List<Finding> unsure) {
        public static final Proof NONE = new Proof(0, 0, List.of(), List.of());

        public Proof {
            holders = List.copyOf(holders);
            unsure = List.copyOf(unsure);
        }

        /** Returns whether nothing was found and everything could be searched. */
        public boolean isComplete() {
            return holders.isEmpty() && unsure.isEmpty();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("files", files)
                    .put("bytes", bytes)
                    .put("complete", isComplete())
                    .put("holders", holders)
                    .build();
        }
    }

    /** Returns whether everything was purged, or in a preview, could be. */
    public boolean isComplete() {
        return isDry ? plan.unsure().isEmpty() : proof.isComplete();
    }

    /** Returns what could not be examined or changed. */
    public List<Finding> unsure() {
        return isDry ? plan.unsure() : proof.unsure();
    }
}
