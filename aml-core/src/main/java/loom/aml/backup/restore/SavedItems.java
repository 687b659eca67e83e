package loom.aml.backup.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The items that were recovered from a damaged collection.
 *
 * @param items the number of items that were written
 * @param lost the number of lost items
 * @param gaps their positions, in order
 * @param why the damage
 */
public record SavedItems(int items, int lost, List<Gap> gaps, String why) {

    /**
     * A place where items were lost.
     *
     * @param bytes the size of the lost text
     * @param after the id of the item before the gap
     * @param before the id of the item after the gap
     */
    public record Gap(long bytes, Optional<String> after, Optional<String> before) {
        String place() {
            String behind = after.map(id -> "after " + id).orElse("at the beginning");
            return behind + before.map(id -> " and before " + id).orElse(" to the end") + " (" + bytes + " bytes)";
        }
    }

    public SavedItems {
        gaps = List.copyOf(gaps);
    }

    /** Receives items and gaps in the order of the text. */
    static final class Builder {
        private final int expected;
        private final List<Gap> gaps = new ArrayList<>();
        private byte[] last = {};
        private int items;
        private long open;
        private Optional<String> afterOpen = Optional.empty();

        Builder(int expected) {
            this.expected = expected;
        }

        void item(byte[] bytes, int offset, int length) {
            last = Arrays.copyOfRange(bytes, offset, offset + length);
            items++;
            if (open > 0) {
                gaps.add(new Gap(open, afterOpen, idOf(last)));
                open = 0;
            }
        }

        /** Adds a gap of the given size; zero at the end of the text. */
        void gap(long bytes) {
            if (bytes > 0 && open == 0) {
                afterOpen = items == 0 ? Optional.empty() : idOf(last);
            }
            open += bytes;
            if (bytes == 0 && open > 0) {
                gaps.add(new Gap(open, afterOpen, Optional.empty()));
            }
        }

        private static Optional<String> idOf(byte[] item) {
            try {
                return JsonObject.parse(item).string("id");
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        SavedItems build(@Nullable DamagedException damage) {
            String why = damage == null ? "the text differs from what was put into the snapshot" : damage.what();
            return new SavedItems(items, Math.max(0, expected - items), gaps, why);
        }
    }
}
