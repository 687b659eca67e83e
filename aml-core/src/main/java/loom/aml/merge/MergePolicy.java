package loom.aml.merge;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import loom.aml.json.JsonObject;

/**
 * The policy by which similar items are found. It decides which items are compared and suggested; whether two are the same depends on no threshold.
 *
 * @param neighbours the maximum number of items that each one is compared with because of its signature, from 1
 * @param nominated the least estimated share of common shingles of two items that are compared, 0 to 1
 * @param nominatedApart the same for items with different contexts, which cannot be the same and are often made from one template
 * @param related the least share of common words of items that are suggested as related, 0 to 1
 * @param contradictory the least share of common words of items that are suggested as contradictory, 0 to 1
 * @param ranked the maximum number of new items for which the search index is asked, too
 */
public record MergePolicy(
        int neighbours, double nominated, double nominatedApart, double related, double contradictory, int ranked) {
    public static final MergePolicy DEFAULT = new MergePolicy(3, 0.3, 0.75, 0.65, 0.6, 200);

    public MergePolicy {
        if (neighbours < 1 || ranked < 0) {
            throw new IllegalArgumentException("at least one neighbour, and no negative number of ranked items");
        }
        if (!isShare(nominated) || !isShare(nominatedApart) || !isShare(related) || !isShare(contradictory)) {
            throw new IllegalArgumentException("shares are from 0 to 1");
        }
    }

    private static boolean isShare(double share) {
        return share >= 0 && share <= 1;
    }

    /** Writes the components in their order. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(neighbours);
        out.writeDouble(nominated);
        out.writeDouble(nominatedApart);
        out.writeDouble(related);
        out.writeDouble(contradictory);
        out.writeInt(ranked);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static MergePolicy read(DataInputStream in) throws IOException {
        return new MergePolicy(
                in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readInt());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("neighbours", neighbours)
                .put("nominated", nominated)
                .put("nominated_apart", nominatedApart)
                .put("related", related)
                .put("contradictory", contradictory)
                .put("ranked", ranked)
                .build();
    }
}
