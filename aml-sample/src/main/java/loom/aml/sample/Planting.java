package loom.aml.sample;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One item to be written: what it is to be, and what all of it is drawn from. The whole item follows from this, so it
 * can be written a second time without having been kept.
 *
 * @param ordinal position in the collection, from 0
 * @param seed what its values and words are drawn from; a copy has its original's
 * @param idHigh the upper half of its id, a UUID of version 4
 * @param idLow the lower half of its id
 * @param breakage what is wrong with a broken item; null with all others
 * @param changeSeed what the differences between a copy and its original are drawn from
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

    /** The upper half of a new UUID of version 4. */
    static long high(Draws draws) {
        return (draws.next() & 0xffff_ffff_ffff_0fffL) | 0x4000;
    }

    /** The lower half of a new UUID of version 4. */
    static long low(Draws draws) {
        return (draws.next() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    }

    /** The copy of this item that a label asks for. */
    Planting copy(int at, Label copied, Draws draws) {
        boolean keepsId = copied == Label.DUPLICATED;
        return new Planting(
                at, copied, seed, keepsId ? idHigh : high(draws), keepsId ? idLow : low(draws), null, draws.next());
    }

    /** Whether it must have been used less, and less recently, than its original. */
    boolean isLessUsed() {
        return label == Label.DUPLICATED && !new Draws(changeSeed).percent(EXACT_COPIES_PERCENT);
    }

    /** Whether a field is missing, and how; null if it is there. */
    Breakage.@Nullable Way missing(Breakage.Victim field) {
        return breakage != null && breakage.victim() == field ? breakage.way() : null;
    }

    /** The id that is written; null if there is none, or an empty one. */
    @Nullable
    String id() {
        return missing(Breakage.Victim.ID) != null ? null : new UUID(idHigh, idLow).toString();
    }
}
