package loom.aml.store;

import loom.aml.item.Revision;
import org.jspecify.annotations.Nullable;

/** The condition for a change of an item. If it does not hold, the change is a conflict and is not made. */
public sealed interface Precondition {

    /** The item may have any revision, or not exist. */
    Precondition NONE = new None();

    /** The item must not exist. */
    Precondition ABSENT = new Absent();

    /** The item must exist, in any revision. */
    Precondition PRESENT = new Present();

    /** The item must exist in this revision. */
    static Precondition revision(Revision revision) {
        return new Matches(revision);
    }

    /**
     * Returns whether the condition holds.
     *
     * @param current the revision of the item; null if it does not exist
     */
    boolean holds(@Nullable Revision current);

    /** See {@link #NONE}. */
    record None() implements Precondition {
        @Override
        public boolean holds(@Nullable Revision current) {
            return true;
        }
    }

    /** See {@link #ABSENT}. */
    record Absent() implements Precondition {
        @Override
        public boolean holds(@Nullable Revision current) {
            return current == null;
        }
    }

    /** See {@link #PRESENT}. */
    record Present() implements Precondition {
        @Override
        public boolean holds(@Nullable Revision current) {
            return current != null;
        }
    }

    /** See {@link #revision}. */
    record Matches(Revision revision) implements Precondition {
        @Override
        public boolean holds(@Nullable Revision current) {
            return revision.equals(current);
        }
    }
}
