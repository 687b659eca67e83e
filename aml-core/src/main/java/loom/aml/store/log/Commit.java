package loom.aml.store.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.storage.PathWithin;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoreChange;

/** A change that a run made to one file, read from the record of the run. */
public sealed interface Commit {

    /** Key of the path within the store. */
    String FILE = "file";

    /** Key of the name of the archive. */
    String ARCHIVE = "archive";

    /** Marks a change that created a file. */
    String CREATED = "created";

    /** Key of the fingerprints of new items. */
    String ADDED = "added";

    /** Key of the edits of lines. */
    String EDITS = "edits";

    /** Key of the owner and permissions of an archived file. */
    String ACCESS = "access";

    /** Key of the SHA-256 of the archive. */
    String ARCHIVE_SUM = "archive_sha256";

    /** Key of the SHA-256 of the list of fingerprints beside an archive of items. */
    String SEEN_SUM = "seen_sha256";

    /** The change of a file by another program, of which the snapshot before it has the former content. */
    String OBSERVED = "observed";

    /** Returns the fields that are recorded for every change. */
    Facts facts();

    /** Returns the archive of the former content; empty if nothing was archived. */
    default Optional<Archived> archive() {
        return Optional.empty();
    }

    /** Returns the path of the file within the store. */
    default String path() {
        return facts().path;
    }

    /**
     * Returns the content of the file after the change; empty if the file was removed, or the content was not recorded.
     */
    default Optional<Checksum.Content> left() {
        return facts().left;
    }

    /**
     * The fields that the record of every change has.
     *
     * @param change the kind of change, one of {@link StoreChange.Kind} unless written by a later version
     * @param removed the number of removed items
     * @param inserted the number of restored or added items
     * @param transformed the number of changed items
     * @param left the content of the file after the change
     */
    record Facts(
            String path,
            String change,
            long removed,
            long inserted,
            long transformed,
            long bytesBefore,
            long bytesAfter,
            Optional<Checksum.Content> left) {

        private static Facts of(JsonObject event) {
            return new Facts(
                    event.string(FILE).orElse(""),
                    event.string("change").orElse(""),
                    event.number("removed"),
                    event.number("inserted"),
                    event.number("transformed"),
                    event.number("bytes_before"),
                    event.number("bytes_after"),
                    event.object("left")
                            .map(left -> new Checksum.Content(
                                    left.number("size"), left.string("checksum").orElse(""))));
        }

        boolean is(StoreChange.Kind other) {
            return change.equals(other.word());
        }
    }

    /**
     * An archive that a change wrote.
     *
     * @param sum SHA-256 of the archive; empty for a run of an earlier version
     * @param seenSum SHA-256 of the list of fingerprints beside an archive of items
     * @param access owner and permissions of an archived file; empty if they were not recorded
     */
    record Archived(String name, Optional<String> sum, Optional<String> seenSum, Optional<Access> access) {

        /** Returns an archive of which only the name is known. */
        public static Archived named(String name) {
            return new Archived(name, Optional.empty(), Optional.empty(), Optional.empty());
        }

        private static Optional<Archived> of(JsonObject event) {
            return event.string(ARCHIVE)
                    .map(name -> new Archived(
                            name,
                            event.string(ARCHIVE_SUM),
                            event.string(SEEN_SUM),
                            event.object(ACCESS).map(Archived::accessOf)));
        }

        private static Access accessOf(JsonObject json) {
            Access plain = Access.of(
                    json.string("mode").orElse(""),
                    json.string("owner").orElse(""),
                    json.string("group").orElse(""));
            TreeMap<String, String> attributes = new TreeMap<>(
                    json.object("attributes").map(JsonObject::texts).orElse(Map.of()));
            return new Access(plain.mode(), plain.owner(), plain.group(), (int) json.number("bits"), attributes);
        }
    }

    /** Items were removed from a collection. */
    record ItemsRemoved(Facts facts, Archived archived) implements Commit {
        @Override
        public Optional<Archived> archive() {
            return Optional.of(archived);
        }
    }

    /**
     * Single items were stored.
     *
     * @param archived the archive of the items that were replaced; empty if all are new
     * @param added fingerprints of the new items, each over all bytes of its item
     */
    record ItemsPut(Facts facts, Optional<Archived> archived, List<Fingerprint> added) implements Commit {
        @Override
        public Optional<Archived> archive() {
            return archived;
        }

        private static ItemsPut of(Facts facts, Optional<Archived> archived, JsonObject event) {
            List<Fingerprint> added = new ArrayList<>();
            for (String text : event.strings(ADDED)) {
                try {
                    added.add(Fingerprint.parse(text));
                } catch (IllegalArgumentException e) {
                    // The record was edited; its seal reveals that.
                }
            }
            return new ItemsPut(facts, archived, List.copyOf(added));
        }
    }

    /** Items were transformed in place; the archive has their former versions. */
    record ItemsTransformed(Facts facts, Archived archived) implements Commit {
        @Override
        public Optional<Archived> archive() {
            return Optional.of(archived);
        }
    }

    /** A file was removed or replaced; the archive has its former content. */
    record FileReplaced(Facts facts, Archived archived) implements Commit {
        @Override
        public Optional<Archived> archive() {
            return Optional.of(archived);
        }
    }

    /** A file was created. */
    record FileCreated(Facts facts) implements Commit {}

    /**
     * A file was changed without an archive of the replaced content, which the snapshot before the run has: by another program,
     * or by a restore of an earlier version of aml.
     */
    record FileRestored(Facts facts) implements Commit {}

    /**
     * The encoding of a collection was changed.
     *
     * @param isCompressed whether it is compressed now
     */
    record FileRecoded(Facts facts, boolean isCompressed) implements Commit {}

    /** A {@code .gz} file without a plain counterpart was renamed to its plain name. */
    record FileAdopted(Facts facts) implements Commit {}

    /**
     * Lines of a file were changed one by one.
     *
     * @param edits the edits in their order, each with all that is needed to reverse it
     */
    record LinesEdited(Facts facts, List<JsonObject> edits) implements Commit {
        /** Returns the name under which the record of an undo lists that it reversed the edits of a file. */
        public static String reversalName(String path) {
            return "lines:" + path;
        }
    }

    /** Something was written and nothing removed: items were restored, or an internal file of aml was written. */
    record Written(Facts facts) implements Commit {}

    /**
     * A change whose recorded path is outside the store. Anybody can edit a record, so undo restores nothing to this path.
     */
    record Misplaced(Facts facts, Optional<Archived> archived) implements Commit {
        @Override
        public Optional<Archived> archive() {
            return archived;
        }
    }

    /** Parses an event of any version. */
    static Commit of(JsonObject event) {
        Facts facts = Facts.of(event);
        Optional<Archived> archived = Archived.of(event);
        if (!PathWithin.isWithin(facts.path)) {
            return new Misplaced(facts, archived);
        }
        if (event.has(EDITS)) {
            return new LinesEdited(facts, event.objects(EDITS));
        }
        if (facts.is(StoreChange.Kind.PUT_ITEMS)) {
            return ItemsPut.of(facts, archived, event);
        }
        if (archived.isPresent()) {
            return withArchive(facts, archived.get());
        }
        if (event.isTrue(CREATED)) {
            return new FileCreated(facts);
        }
        if (facts.is(StoreChange.Kind.RESTORE) || facts.change.equals(OBSERVED)) {
            return new FileRestored(facts);
        }
        if (facts.is(StoreChange.Kind.COMPRESS) || facts.is(StoreChange.Kind.DECOMPRESS)) {
            return new FileRecoded(facts, facts.is(StoreChange.Kind.COMPRESS));
        }
        return facts.is(StoreChange.Kind.ADOPT) ? new FileAdopted(facts) : new Written(facts);
    }

    private static Commit withArchive(Facts facts, Archived archived) {
        if (ArchiveKind.FORMER.isOf(archived.name)) {
            return new ItemsTransformed(facts, archived);
        }
        boolean isOfItems = ArchiveKind.REMOVED.isOf(archived.name)
                && CollectionFile.ofPath(facts.path).isPresent();
        return isOfItems ? new ItemsRemoved(facts, archived) : new FileReplaced(facts, archived);
    }
}
