package loom.aml.app.version;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.StoredItem;

/** Finds the version of an item that a text names, or that was present at a time. */
public final class FindVersion {
    private static final int FEWEST_DIGITS = 4;

    private final OpenStore opened;

    public FindVersion(OpenStore opened) {
        this.opened = opened;
    }

    public record Request(ItemKey key, VersionChoice choice) {}

    /**
     * The item at a moment.
     *
     * @param store the location of the store
     * @param choice the text of the request
     * @param from the time since which it was so, as far as that is known
     * @param notAfter if the item may have changed before the moment that was asked for: when the next version was first seen
     * @param item the item; empty if it did not exist
     * @param findings records, archives and snapshots that could not be read
     */
    public record Result(
            String store,
            ItemKey key,
            String choice,
            Optional<Instant> from,
            Optional<Instant> notAfter,
            Optional<StoredItem> item,
            List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("agent", key.agent())
                    .put("kind", key.kind().word())
                    .put("id", key.id())
                    .put("at", choice)
                    .put("exists", item.isPresent())
                    .put("from", from.orElse(null))
                    .put("next_seen", notAfter.orElse(null))
                    .put(
                            "revision",
                            item.map(StoredItem::revision)
                                    .map(Revision::toString)
                                    .orElse(null))
                    .put("text", item.map(StoredItem::json).orElse(null))
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /**
     * Finds the version.
     *
     * @throws NoSuchVersionException if the text names none, or several, or if no copy of the version was kept
     */
    public Result run(Request request) throws IOException, NoSuchVersionException {
        return in(ItemHistory.of(opened, request.key(), HistoryLimits.NONE), request.choice());
    }

    Result in(ItemHistory history, VersionChoice choice) throws NoSuchVersionException {
        String text = choice.text();
        if (text.equals(VersionChoice.NOW)) {
            return result(history, choice, history.at(Trace.Occasion.NOW), Optional.empty());
        }
        List<Optional<ItemVersion>> found = new ArrayList<>(versionsNamed(history, text));
        List<Trace.Occasion> occasions = occasionsNamed(history, text);
        for (Trace.Occasion occasion : occasions) {
            found.add(history.at(occasion.order()));
        }
        if (found.size() == 1) {
            return result(history, choice, found.getFirst(), Optional.empty());
        }
        if (found.size() > 1) {
            throw new NoSuchVersionException(
                    found.size() + " versions, runs and snapshots begin with '" + text + "'; give more characters");
        }
        Instant time = choice.time()
                .orElseThrow(() -> new NoSuchVersionException(
                        "'" + text + "' is not a version of this item, nor a run, snapshot or time; see 'aml log'"));
        return result(history, choice, history.at(time), history.nextSighting(time));
    }

    /** Returns the versions with a name; if the item got the same bytes again later, the last of them. */
    private static List<Optional<ItemVersion>> versionsNamed(ItemHistory history, String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        List<ItemVersion> named = history.versions().reversed().stream()
                .filter(version -> digits.length() >= FEWEST_DIGITS
                        && version.revision()
                                .filter(revision -> revision.toString().startsWith(digits))
                                .isPresent())
                .toList();
        List<Optional<ItemVersion>> different = new ArrayList<>();
        for (ItemVersion version : named) {
            if (different.stream()
                    .noneMatch(one -> one.flatMap(ItemVersion::revision).equals(version.revision()))) {
                different.add(Optional.of(version));
            }
        }
        return different;
    }

    private static List<Trace.Occasion> occasionsNamed(ItemHistory history, String text) {
        List<Trace.Occasion> named = new ArrayList<>();
        if (text.length() >= FEWEST_DIGITS) {
            for (Trace.Occasion run : history.occasions().runs()) {
                if (run.run().orElseThrow().run().startsWith(text)) {
                    named.add(run);
                }
            }
            for (Trace.Occasion snapshot : history.occasions().snapshots()) {
                if (snapshot.snapshot().orElseThrow().id().startsWith(text)) {
                    named.add(snapshot);
                }
            }
        }
        return named;
    }

    private Result result(
            ItemHistory history, VersionChoice choice, Optional<ItemVersion> version, Optional<Instant> notAfter)
            throws NoSuchVersionException {
        if (version.isPresent() && version.get().isLost()) {
            throw new NoSuchVersionException("no copy of the version at '" + choice.text() + "' was kept");
        }
        if (version.isEmpty() && !history.startsAbsent() && !history.versions().isEmpty()) {
            throw new NoSuchVersionException("nothing is known of this item at '" + choice.text()
                    + "'; the oldest version was first seen at "
                    + history.versions().getFirst().from());
        }
        return new Result(
                opened.location(),
                history.key(),
                choice.text(),
                version.map(ItemVersion::from),
                notAfter,
                version.flatMap(ItemVersion::item),
                history.findings());
    }
}
