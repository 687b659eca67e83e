package loom.aml.index;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;

/**
 * The state in which an index knows a collection file.
 *
 * @param version the version that was read, {@link Version#text}
 * @param isRacy whether the file could have changed afterwards without a change of its state
 * @param beside the version of the plain file beside a suffixed one, whose items take precedence; otherwise empty
 * @param trouble why its items are unknown; empty if it was read
 */
record CollectionEntry(CollectionFile file, String version, boolean isRacy, String beside, Optional<Finding> trouble) {

    /** Returns the entry of a file that was read. */
    static CollectionEntry read(CollectionFile file, Version state, Instant lookedAt, String beside) {
        return new CollectionEntry(file, state.text(), state.isRacy(lookedAt), beside, Optional.empty());
    }

    /** Returns the entry of a file that could not be read. */
    static CollectionEntry unread(
            CollectionFile file, Version state, Instant lookedAt, String beside, Finding trouble) {
        // If reading the unchanged file again may have another result, the file is read again.
        boolean mayChange = trouble.offset().isEmpty() || state.isRacy(lookedAt);
        return new CollectionEntry(file, state.text(), mayChange, beside, Optional.of(trouble));
    }

    /** Returns whether the file is the version that was read, judging by its state. */
    boolean seemsCurrent(Version state, String besideNow) {
        return version.equals(state.text()) && beside.equals(besideNow);
    }

    /** Returns whether the file is certainly the version that was read. */
    boolean isCurrent(Version state, String besideNow) {
        return !isRacy && seemsCurrent(state, besideNow);
    }

    /**
     * Returns the version of the plain file whose items take precedence over those of a suffixed one; empty if absent.
     */
    static String besideOf(CollectionFile file, Map<CollectionFile, Version> states) {
        return file.suffixed()
                ? states.getOrDefault(file.twin(), Version.MISSING).text()
                : "";
    }

    /** Returns whether the entries certainly describe the current files of a store. */
    static boolean areCurrent(Collection<CollectionEntry> known, StoreListing listing) {
        return seemCurrent(known, listing) && known.stream().noneMatch(CollectionEntry::isRacy);
    }

    /** Returns whether the entries describe the files of a store, judging by their states. */
    static boolean seemCurrent(Collection<CollectionEntry> known, StoreListing listing) {
        Map<CollectionFile, Version> now = listing.collections();
        return known.size() == now.size()
                && known.stream().allMatch(one -> {
                    Version state = now.getOrDefault(one.file, Version.MISSING);
                    return !state.isMissing() && one.seemsCurrent(state, besideOf(one.file, now));
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
     * Parses the result of {@link #toJson}.
     *
     * @throws IOException if it is malformed
     */
    static CollectionEntry parse(JsonObject json) throws IOException {
        return new CollectionEntry(
                CollectionFile.ofPath(json.string("path").orElse(""))
                        .orElseThrow(() -> new UnusableIndexException(
                                "it is damaged: it contains a file without a path", false, null)),
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
