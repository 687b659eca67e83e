package loom.aml.store;

import java.util.Locale;
import java.util.OptionalLong;
import loom.aml.io.DamagedException;
import loom.aml.io.ElementTooLargeException;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should know about a store or a run: where, what, and what to do about it. It is data, so that
 * findings can be counted, filtered and printed in one way.
 *
 * @param kind the kind of finding
 * @param where a path within the store, or {@code agent/kind/id} of an item
 * @param offset the position in bytes, where one applies
 * @param what a description, as a sentence without its full stop
 * @param advice the next action; empty if none is needed
 * @param title the title of the item, for people; empty if the finding is not about an item, or the item has no title
 * @param subject a rule, run or field that distinguishes the finding from others of its kind at its place, whatever its
 *     wording; empty if the place is enough
 */
public record Finding(
        Kind kind, String where, OptionalLong offset, String what, String advice, String title, String subject) {

    /** The kinds of finding. A problem means that something that was requested could not be done. */
    public enum Kind {
        /** Bytes that do not have the expected format. */
        DAMAGED(true),
        /** Data that looks encrypted. */
        ENCRYPTED(false),
        /** A file that is empty or damaged and was changed a moment ago: another program may be writing it. */
        IN_PROGRESS(false),
        /** A file or directory that the operating system does not permit to read or write. */
        UNREADABLE(true),
        /** A file that another program kept locked for longer than aml waits. */
        LOCKED(true),
        /** A change that failed; the advice describes the state of the file. */
        FAILED(true),
        /** Something that changed between plan and execution, and was left unchanged. */
        CHANGED(true),
        /** An item whose revision differs from the one that a change expects. */
        CONFLICT(true),
        /** An item that cannot be migrated to another schema version, and was left unchanged. */
        NOT_MIGRATED(true),
        /** An action by age that was postponed because the clock may be wrong. */
        CLOCK(true),
        /** A removal that was not made because nobody could be asked to confirm it. */
        NOT_CONFIRMED(true),
        /** A store that lost many items, and not by a run of aml. */
        INCIDENT(true),
        /** An agent that has items in the previous snapshot and is missing from the store. */
        AGENT_GONE(false),
        /** An item or file that is kept although a rule would remove it. */
        KEPT(false),
        /** A symbolic link or special file among the collections: never followed, never replaced. */
        LINK(false),
        /** An element of a collection that is not an object. */
        STRANGER(false),
        /** An item without a valid timestamp, whose age is unknown. */
        UNDATED(false),
        /** An item without an id, agent or timestamp that was not to be completed. */
        INCOMPLETE(false),
        /** Two items with the same content and different ids. */
        IDENTICAL(false),
        /** A lock that was not refreshed for a while. */
        STALE_LOCK(false),
        /** An item that the runtime's own schema rejects. */
        RUNTIME_REFUSES(false),
        /** A limit that cannot be reached because of protected items. */
        LIMIT_UNREACHABLE(false),
        /** A change that a crash interrupted, whether it is settled or not. */
        RECOVERY(false),
        /** Another program seems to use the store, and may undo the changes. */
        RUNTIME_ALIVE(false),
        /** An item that was kept because it is pinned. */
        PINNED(false),
        /** A damaged file whose readable items are saved. */
        REPAIRED(false),
        /** Items that rightly remain at another schema version than the requested one. */
        OTHER_VERSION(false);

        private final boolean problem;

        Kind(boolean problem) {
            this.problem = problem;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding(Kind kind, String where, OptionalLong offset, String what, String advice) {
        this(kind, where, offset, what, advice, "", "");
    }

    public static Finding of(Kind kind, String where, String what, String advice) {
        return new Finding(kind, where, OptionalLong.empty(), what, advice);
    }

    /** Returns a finding about an item of a collection. */
    public static Finding ofItem(Kind kind, CollectionFile file, Item item, String what, String advice) {
        String subject = item.id() == null ? item.fingerprint().toString() : "";
        return new Finding(kind, file.nameOf(item), OptionalLong.empty(), what, advice, ItemTitle.of(item), subject);
    }

    /** Returns this finding with a subject, in addition to the one that it has. */
    public Finding about(String more) {
        return new Finding(kind, where, offset, what, advice, title, subject.isEmpty() ? more : subject + " " + more);
    }

    /** Returns this finding with the title of its item. */
    public Finding titled(String ofItem) {
        return new Finding(kind, where, offset, what, advice, ofItem, subject);
    }

    /** Returns the finding for a file that cannot be read as a collection. */
    public static Finding damaged(String path, DamagedException damage) {
        if (damage instanceof ElementTooLargeException) {
            return new Finding(
                    Kind.UNREADABLE,
                    path,
                    OptionalLong.of(damage.offset()),
                    damage.what(),
                    "left unchanged and included in every backup; it may be valid, but aml cannot search or maintain this file");
        }
        return new Finding(
                Kind.DAMAGED,
                path,
                OptionalLong.of(damage.offset()),
                damage.what(),
                CollectionFile.ofNotes(path).isPresent()
                        ? "left unchanged; correct it in an editor, or take an older version: 'aml backup list'"
                        : "left unchanged; 'aml optimize gc --repair' saves the items that can still be read");
    }

    /** Returns whether the run counts as incomplete because of it. */
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

    // Written out: linking them at run time delays the start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding finding
                && kind == finding.kind
                && where.equals(finding.where)
                && offset.equals(finding.offset)
                && what.equals(finding.what)
                && advice.equals(finding.advice)
                && title.equals(finding.title)
                && subject.equals(finding.subject);
    }

    @Override
    public int hashCode() {
        return ((kind.ordinal() * 31 + where.hashCode()) * 31 + offset.hashCode()) * 31 + what.hashCode();
    }
}
