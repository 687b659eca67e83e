package loom.aml.sample;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The specification of one item: its label and its seeds. The item is fully determined by it, so it can be generated
 * again.
 *
 * @param ordinal position in the collection, from 0
 * @param seed the seed of its values and words; a copy has that of its original
 * @param idHigh the upper half of its id, a UUID of version 4
 * @param idLow the lower half of its id
 * @param breakage the defect of a broken item; otherwise null
 * @param changeSeed the seed of the differences between a copy and its original
 */
record Planting(
        int ordinal,
        Label label,
        long seed,
        long idHigh,
        long idLow,
        @Nullable Breakage breakage,
        long changeSeed) {

    private static final int EXACT_COPIES_PERCENT = 30;

    static Planting draw(int ordinal, Label label, Draws draws) {
        return new Planting(
                ordinal,
                label,
                draws.next(),
                high(draws),
                low(draws),
                label == Label.BROKEN ? Breakage.draw(draws) : null,
                0);
    }

    /** Returns the upper half of a new UUID of version 4. */
    static long high(Draws draws) {
        return (draws.next() & 0xffff_ffff_ffff_0fffL) | 0x4000;
    }

    /** Returns the lower half of a new UUID of version 4. */
    static long low(Draws draws) {
        return (draws.next() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    }

    /** Returns the copy of this item for a label. */
    Planting copy(int at, Label copied, Draws draws) {
        boolean keepsId = copied == Label.DUPLICATED;
        return new Planting(
                at, copied, seed, keepsId ? idHigh : high(draws), keepsId ? idLow : low(draws), null, draws.next());
    }

    /** Returns whether it must have been used less, and less recently, than its original. */
    boolean isLessUsed() {
        return label == Label.DUPLICATED && !new Draws(changeSeed).percent(EXACT_COPIES_PERCENT);
    }

    /** Returns how a field is missing; null if it is present. */
    Breakage.@Nullable Way missing(Breakage.Victim field) {
        return breakage != null && breakage.victim() == field ? breakage.way() : null;
    }

    /** Returns the id; null if it is absent or empty. */
    @Nullable
    String id() {
        return missing(Breakage.Victim.ID) != null ? null : new UUID(idHigh, idLow).toString();
    }
}
