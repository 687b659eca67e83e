package loom.aml.purge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.store.CollectionFile;

/** The scopes of the kinds of JSON documents. */
final class Scopes {
    /** The members by which lists about items name them. */
    private static final Set<String> NAMES = Set.of("id", "ids", "subject");

    /** The members of events that people do not write: a pattern of digits must not break a record. */
    private static final Set<String> KEPT = Set.of(
            "event",
            "run",
            "operation",
            "at",
            "outcome",
            "part_of",
            "steps",
            "snapshot",
            "undoes",
            "change",
            "archive_sha256",
            "seen_sha256",
            "checksum",
            "findings",
            "now",
            "was",
            "after",
            "before",
            "edit",
            "mode",
            "owner",
            "group");

    private final WantedText wanted;

    Scopes(WantedText wanted) {
        this.wanted = wanted;
    }

    /** Returns the scope of a collection of items. */
    JsonScope items(CollectionFile file) {
        return new Scope() {
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
        return new Scope();
    }

    /** Returns the scope of a document about items, such as the pins. */
    JsonScope aboutItems() {
        return new AboutItems();
    }

    /** Returns the scope of an event in the record of a run, which may contain items as strings. */
    JsonScope event() {
        return new AboutItems() {
            @Override
            public boolean keeps(String member) {
                return KEPT.contains(member);
            }

            @Override
            public Optional<JsonScope> opened() {
                return Optional.of(aboutItems());
            }
        };
    }

    /** Returns the scope of a line of an archive of items. */
    JsonScope archived() {
        return new Scope() {
            @Override
            public boolean replacesNumber(String number) {
                return false;
            }

            @Override
            public boolean keeps(String member) {
                return KEPT.contains(member);
            }

            @Override
            public Optional<JsonScope> opened() {
                return Optional.of(other());
            }
        };
    }

    private class AboutItems extends Scope {
        @Override
        public List<Edit> in(String decoded) {
            return wanted.aboutItems(decoded);
        }

        @Override
        public boolean replacesNumber(String number) {
            return false;
        }

        @Override
        public boolean removesElement(int depth, String member, String decoded) {
            return NAMES.contains(member) && (wanted.isName(decoded) || isRelation(member, decoded));
        }

        /** The subject of a relation has the names of both entities. */
        private boolean isRelation(String member, String decoded) {
            return member.equals("subject")
                    && wanted.policy().items().stream()
                            .anyMatch(item -> decoded.startsWith(item.id() + " ") || decoded.endsWith(" " + item.id()));
        }
    }

    /** The texts of items. */
    private class Scope implements JsonScope {
        @Override
        public List<Edit> in(String decoded) {
            return wanted.inItem(decoded);
        }

        @Override
        public boolean replacesNumber(String number) {
            return wanted.isMatchedNumber(number);
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
        public boolean keeps(String member) {
            return false;
        }

        @Override
        public Optional<JsonScope> opened() {
            return Optional.empty();
        }
    }
}
