package loom.aml.index;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import loom.aml.store.loom.FileVersion;

/**
 * What an index knows of a collection file as a whole.
 *
 * @param version the version that was read, as {@link #versionOf} tells it
 * @param isRacy whether the file could have changed afterwards without its state showing it
 * @param beside the version of the plain file that stood beside a suffixed one, whose items count first; empty if none did
 * @param trouble why nothing is known of its items; nothing if it was read
 */
record CollectionEntry(CollectionFile file, String version, boolean isRacy, String beside, Optional<Finding> trouble) {

    /** Tells versions of a file apart without reading it. */
    static String versionOf(FileState state) {
        return state.isMissing() ? "" : state.versionText();
    }

    /** What is known of a file whose items could be read. */
    static CollectionEntry read(CollectionFile file, FileState state, Instant lookedAt, String beside) {
        return new CollectionEntry(file, versionOf(state), state.isRacy(lookedAt), beside, Optional.empty());
    }

    /** What is known of a file that could not be read. */
    static CollectionEntry unread(
            CollectionFile file, FileState state, Instant lookedAt, String beside, Finding trouble) {
        // What another look may find otherwise, with the file as it is, is looked at again.
        boolean mayChange = trouble.offset().isEmpty() || state.isRacy(lookedAt);
        return new CollectionEntry(file, versionOf(state), mayChange, beside, Optional.of(trouble));
    }

    /** Whether the file is the one that was read, as far as its state tells. */
    boolean looksLike(FileState state, String besideNow) {
        return version.equals(versionOf(state)) && beside.equals(besideNow);
    }

    /** Whether the file is for sure the one that was read. */
    boolean isOf(FileState state, String besideNow) {
        return !isRacy && looksLike(state, besideNow);
    }

    /** The version of the plain file whose items count before those of a suffixed one; empty if there is none such. */
    static String besideOf(CollectionFile file, Map<CollectionFile, Version> states) {
        return file.suffixed() ? versionOf(FileVersion.stateOf(states.getOrDefault(file.twin(), Version.MISSING))) : "";
    }

    /** Whether these are for sure the files of a store as it is. */
    static boolean areOf(Collection<CollectionEntry> known, StoreListing listing) {
        return areJust(known, listing) && known.stream().noneMatch(CollectionEntry::isRacy);
    }

    /** Whether these are the files of a store, as far as their states tell. */
    static boolean areJust(Collection<CollectionEntry> known, StoreListing listing) {
        Map<CollectionFile, Version> now = listing.collections();
        return known.size() == now.size()
                && known.stream().allMatch(one -> {
                    FileState state = FileVersion.stateOf(now.getOrDefault(one.file, Version.MISSING));
                    return state.isFile() && one.looksLike(state, besideOf(one.file, now));
                });
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("path", file.path())
                .put("version", version)
                .put("racy", isRacy)
                .put("beside", beside)
                .put("trouble", trouble.map(Finding::toJson).orElse(null))
                .build();
    }

    /**
     * What {@link #toJson} wrote.
     *
     * @throws IOException if it wrote none such
     */
    static CollectionEntry parse(JsonObject json) throws IOException {
        return new CollectionEntry(
                CollectionFile.ofPath(json.string("path").orElse(""))
                        .orElseThrow(() ->
                                new UnusableIndexException("it is damaged: it has a file without a path", false, null)),
                json.string("version").orElse(""),
                json.isTrue("racy"),
                json.string("beside").orElse(""),
                json.object("trouble").map(CollectionEntry::trouble));
    }

    private static Finding trouble(JsonObject json) {
        Finding.Kind kind = json.string("kind").orElse("").equals(Finding.Kind.DAMAGED.word())
                ? Finding.Kind.DAMAGED
                : Finding.Kind.UNREADABLE;
        return new Finding(
                kind,
                json.string("where").orElse(""),
                json.has("offset") ? OptionalLong.of(json.number("offset")) : OptionalLong.empty(),
                json.string("what").orElse(""),
                json.string("advice").orElse(""));
    }
}
