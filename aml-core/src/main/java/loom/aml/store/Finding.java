package loom.aml.store;

import java.util.Locale;
import java.util.OptionalLong;
import loom.aml.io.ElementTooLargeException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should know about a store or a run: where, what, and what to do about it. Carried as data so that
 * it can be counted, filtered and printed alike.
 *
 * @param kind what sort of thing it is
 * @param where a path within the store, or an item's {@code agent/kind/id}
 * @param offset the byte at which it was found, where that means something
 * @param what what was found, as a sentence without its full stop
 * @param advice what to do next; empty where nothing need be done
 */
public record Finding(Kind kind, String where, OptionalLong offset, String what, String advice) {

    /** The sorts of finding. A problem means that something was asked for and could not be done. */
    public enum Kind {
        /** Bytes that cannot be read as what they must be. */
        DAMAGED(true),
        /** Data that looks encrypted. */
        ENCRYPTED(false),
        /** A file that is empty or damaged and was changed a moment ago: somebody may be writing it. */
        IN_PROGRESS(false),
        /** A file or directory that the operating system would not let us read or write. */
        UNREADABLE(true),
        /** A file that somebody else kept locked for longer than we wait. */
        LOCKED(true),
        /** A change that failed half way; the advice says how the file stands now. */
        FAILED(true),
        /** Something that changed between plan and execution, and was kept as it is now. */
        CHANGED(true),
        /** An item that does not have the revision that a change of it expects. */
        CONFLICT(true),
        /** An item that cannot be brought to another schema version, and was left as it is. */
        NOT_MIGRATED(true),
        /** Something that goes by age and was not done, because the clock may be wrong. */
        CLOCK(true),
        /** A removal that nobody could be asked about, and that was therefore not made. */
        NOT_CONFIRMED(true),
        /** A store that lost much of what it held, and not by a run of ours. */
        INCIDENT(true),
        /** An agent that the snapshot before holds items of, and that the store does not have any more. */
        AGENT_GONE(false),
        /** Something that stays although a rule would have it gone. */
        KEPT(false),
        /** Symbolic links and special files among the collections: never followed, never replaced. */
        LINK(false),
        /** An element of a collection that is no object. */
        STRANGER(false),
        /** An item whose date cannot be read, so that nothing can be said of its age. */
        UNDATED(false),
        /** An item without an id, an agent or a timestamp that was not asked to be completed. */
        INCOMPLETE(false),
        /** Two items that tell the same under two ids. */
        IDENTICAL(false),
        /** A lock that nobody has kept alive for a while. */
        STALE_LOCK(false),
        /** An item that the runtime's own schema refuses. */
        RUNTIME_REFUSES(false),
        /** A limit that protected items make unreachable. */
        LIMIT_UNREACHABLE(false),
        /** A change that a crash interrupted, finished or still to be finished. */
        RECOVERY(false),
        /** Another program seems to be at work on the store, and may undo what is done. */
        RUNTIME_ALIVE(false),
        /** An item that is pinned and was therefore kept. */
        PINNED(false),
        /** A damaged file of which is saved what can still be read. */
        REPAIRED(false),
        /** Items that stay of another schema version than was asked for, and why that is right. */
        OTHER_VERSION(false);

        private final boolean problem;

        Kind(boolean problem) {
            this.problem = problem;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding of(Kind kind, String where, String what, String advice) {
        return new Finding(kind, where, OptionalLong.empty(), what, advice);
    }

    /** A file that cannot be read as a collection. */
    public static Finding damaged(String path, loom.aml.io.DamagedException damage) {
        if (damage instanceof ElementTooLargeException) {
            return new Finding(
                    Kind.UNREADABLE,
                    path,
                    OptionalLong.of(damage.offset()),
                    damage.what(),
                    "left as it is, and in every backup; it may be sound, but aml cannot search or maintain this file");
        }
        return new Finding(
                Kind.DAMAGED,
                path,
                OptionalLong.of(damage.offset()),
                damage.what(),
                "left as it is; 'aml optimize gc --repair' saves the items that can still be read");
    }

    /** Whether it keeps the run from being called done. */
    public boolean isProblem() {
        return kind.problem;
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("kind", kind.word())
                .put("problem", isProblem())
                .put("where", where)
                .put("offset", (String) null);
        offset.ifPresent(at -> json.put("offset", at));
        return json.put("what", what).put("advice", advice).build();
    }

    // Written out, since linking them at run time shows in the start time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding finding
                && kind == finding.kind
                && where.equals(finding.where)
                && offset.equals(finding.offset)
                && what.equals(finding.what)
                && advice.equals(finding.advice);
    }

    @Override
    public int hashCode() {
        return ((kind.ordinal() * 31 + where.hashCode()) * 31 + offset.hashCode()) * 31 + what.hashCode();
    }
}
