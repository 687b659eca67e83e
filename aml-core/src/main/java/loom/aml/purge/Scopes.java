package loom.aml.purge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import loom.aml.item.Field;
import loom.aml.store.CollectionFile;
import loom.aml.store.log.LogRewrite;

/** The scopes of the kinds of JSON documents. */
final class Scopes {
    /** The members by which lists about items name them. */
    private static final Set<String> NAMES = Set.of("id", "ids", "subject");

    /** The members of documents about items, such as records, that contain what people or agents wrote. */
    private static final Set<String> TEXTS = Set.of(
            "advice",
            "agent",
            "agents",
            "by",
            "cause",
            "description",
            "detail",
            "error",
            "failure",
            "id",
            "ids",
            "item",
            "items",
            "largest_agent",
            "line",
            "merged",
            "message",
            "name",
            "note",
            "now_text",
            "observation",
            "owner",
            "place",
            "program",
            "reason",
            "rule",
            "subject",
            "tags",
            "text",
            "title",
            "tool",
            "values",
            "was_text",
            "what",
            "where",
            "why");

    /** The members with the path of a file of the store, or the name of its archive. */
    private static final Set<String> PATHS = Set.of("archive", "file", "not_done", "path");

    /** The members that programs read: a pattern of digits or of a common word must not break a record. */
    private static final Set<String> FORMAT = Set.of(
            "access",
            "after",
            "archive_sha256",
            "at",
            "before",
            "beside",
            "change",
            "checksum",
            "client",
            "counts",
            "dropped",
            "edit",
            "event",
            "findings",
            "format",
            "found",
            "group",
            "kind",
            "kinds",
            "mode",
            "now",
            "oldest",
            "operation",
            "outcome",
            "part_of",
            "pair",
            "pinned_at",
            "rejected_at",
            "removed_by",
            "revision",
            "run",
            "seen_sha256",
            "session",
            "severity",
            "snapshot",
            "snapshots",
            "state",
            "steps",
            "strategy",
            "text_base64",
            "to",
            "transformation",
            "type",
            "undoes",
            "version",
            "waiting",
            "was");

    /** The member of an event with the edits of lines. */
    private static final String EDITS = "edits";

    /** The members of an edited line that list observations, and elsewhere count items or list checksums. */
    private static final Set<String> OBSERVATIONS = Set.of("added", "removed");

    private static final String BASE64 = "_base64";

    /** The members of items that hold numbers, times and versions. */
    private static final Set<String> FIGURES = Set.of(
            "created",
            "createdAt",
            "created_at",
            "lastUsed",
            "last_used",
            "lastUsedAt",
            "last_used_at",
            "last_modified",
            "migrated_at",
            "reviewedAt",
            "reviewed_at",
            "timestamp",
            "updated",
            "updatedAt",
            "updated_at",
            "version",
            "avgTimeSavedMs",
            "avg_time_saved_ms",
            "confidence",
            "confidenceScore",
            "confidence_score",
            "errorPreventionCount",
            "error_prevention_count",
            "executionCount",
            "execution_count",
            "refinements",
            "refinement_count",
            "relatedErrorsFixed",
            "successRate",
            "success_rate",
            "timeToFixMinutes",
            "usageCount",
            "usage_count",
            "useCount",
            "use_count",
            "verifiedCount");

    /** The names of members that the formats of items and graphs define. */
    private static final Set<String> MEMBERS = members();

    private final WantedText wanted;
    private final Predicate<String> removedPaths;

    /** @param removedPaths whether a file of the store is removed as a whole */
    Scopes(WantedText wanted, Predicate<String> removedPaths) {
        this.wanted = wanted;
        this.removedPaths = removedPaths;
    }

    private static Set<String> members() {
        Set<String> members = new TreeSet<>(FIGURES);
        for (Field field : Field.values()) {
            for (String path : field.spellings()) {
                members.addAll(List.of(path.split("\\.")));
            }
        }
        members.addAll(Set.of(
                "active",
                "agent",
                "created_by",
                "entityType",
                "from",
                "id",
                "ids",
                "kind",
                "mergedFrom",
                "merged_from",
                "metadata",
                "relationType",
                "tags",
                "to"));
        return Set.copyOf(members);
    }

    /** Returns whether a name is that of a member which the format of items has. */
    static boolean isOfFormat(String name) {
        return MEMBERS.contains(name);
    }

    /** Returns the scope of a collection of items. */
    JsonScope items(CollectionFile file) {
        return new Texts() {
            @Override
            public boolean removesElement(int depth, String member, String decoded) {
                return depth == 2 && member.equals("id") && wanted.isItem(file, decoded);
            }

            @Override
            public void removed(String element) {
                wanted.learn(element);
            }
        };
    }

    /** Returns the scope of a JSON file of others in the store, or of an item on its own. */
    JsonScope other() {
        return new Texts();
    }

    /** Returns the scope of a document about items, such as the pins. */
    JsonScope aboutItems() {
        return new AboutItems();
    }

    /** Returns the scope of an event in the record of a run, which may contain items as strings. */
    JsonScope event() {
        return new AboutItems() {
            @Override
            public Treatment treatment(String outer, String member, String decoded) {
                if (OBSERVATIONS.contains(member)) {
                    return outer.equals(EDITS) ? Treatment.TEXT : Treatment.FORMAT;
                }
                if (member.endsWith(BASE64)) {
                    return Treatment.TEXT;
                }
                boolean isWord = member.equals("reason") && !outer.equals("policy");
                return isWord ? Treatment.FORMAT : super.treatment(outer, member, decoded);
            }

            @Override
            public Optional<JsonScope> opened() {
                return Optional.of(aboutItems());
            }
        };
    }

    /** Returns the scope of a line of an archive of items. */
    JsonScope archived() {
        return new Texts() {
            @Override
            public Treatment treatment(String outer, String member, String decoded) {
                return switch (outer) {
                    case "item", "merged", "rule", "values" -> Treatment.TEXT;
                    default -> Treatment.FORMAT;
                };
            }

            @Override
            public boolean isText(String name) {
                return false;
            }

            @Override
            public boolean replacesNumber(String member, String number) {
                return false;
            }

            @Override
            public Optional<JsonScope> opened() {
                return Optional.of(other());
            }
        };
    }

    private class AboutItems extends Texts {
        @Override
        public Treatment treatment(String outer, String member, String decoded) {
            if (TEXTS.contains(member) || outer.equals("values")) {
                return Treatment.TEXT;
            }
            if (PATHS.contains(member)) {
                return Treatment.PATH;
            }
            return FORMAT.contains(member) ? Treatment.FORMAT : Treatment.UNKNOWN;
        }

        @Override
        public boolean isText(String name) {
            return false;
        }

        @Override
        public List<Edit> in(String decoded) {
            return wanted.aboutItems(decoded);
        }

        @Override
        public boolean isRemoved(String path) {
            return super.isRemoved(LogRewrite.pathOf(path));
        }

        @Override
        public boolean replacesNumber(String member, String number) {
            return false;
        }

        @Override
        public boolean removesElement(int depth, String member, String decoded) {
            return NAMES.contains(member)
                    && (wanted.isName(decoded) || wanted.isMatched(decoded) || isRelation(member, decoded));
        }

        /** The subject of a relation has the names of both entities. */
        private boolean isRelation(String member, String decoded) {
            return member.equals("subject")
                    && wanted.policy().items().stream()
                            .anyMatch(item -> decoded.startsWith(item.id() + " ") || decoded.endsWith(" " + item.id()));
        }
    }

    /** The texts of items. */
    private class Texts implements JsonScope {
        @Override
        public Treatment treatment(String outer, String member, String decoded) {
            return FIGURES.contains(member) && WantedText.isFigure(decoded) ? Treatment.FORMAT : Treatment.TEXT;
        }

        @Override
        public boolean isText(String name) {
            return !isOfFormat(name);
        }

        @Override
        public List<Edit> in(String decoded) {
            return wanted.inItem(decoded);
        }

        @Override
        public boolean isRemoved(String path) {
            return removedPaths.test(path);
        }

        @Override
        public boolean replacesNumber(String member, String number) {
            return !FIGURES.contains(member) && wanted.isMatchedNumber(number);
        }

        @Override
        public boolean removesElement(int depth, String member, String decoded) {
            return false;
        }

        @Override
        public void removed(String element) {
            // Only elements of collections teach their texts.
        }

        @Override
        public Optional<JsonScope> opened() {
            return Optional.empty();
        }
    }
}
