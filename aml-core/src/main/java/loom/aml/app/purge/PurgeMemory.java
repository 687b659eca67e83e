package loom.aml.app.purge;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import loom.aml.app.OpenStore;
import loom.aml.app.UnsupportedByStoreException;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.version.FindPastItem;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.purge.Place;
import loom.aml.purge.PurgePolicy;
import loom.aml.purge.PurgeReport;
import loom.aml.storage.Unlocking;
import loom.aml.store.Finding;
import loom.aml.store.Selection;

/**
 * Removes items with all their versions, or the matches of a pattern, from the store, its records, archives, snapshots and copies, for good.
 * The record of the run says that something was purged, not what.
 */
public final class PurgeMemory {
    private final OpenStore opened;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for the passphrase of an encrypted copy */
    public PurgeMemory(OpenStore opened, Unlocking.Passphrase prompt) {
        this.opened = opened;
        this.prompt = prompt;
    }

    /**
     * The request.
     *
     * @param items the ids of the items, or their first characters
     * @param pattern a regular expression; empty to remove items only
     * @param places further copies besides those in the configuration: absolute paths, and addresses of object stores
     */
    public record Request(List<String> items, Optional<String> pattern, List<String> places) {
        public Request {
            items = List.copyOf(items);
            places = List.copyOf(places);
            if (items.isEmpty() && pattern.isEmpty()) {
                throw new IllegalArgumentException("name an item, or a pattern with --pattern");
            }
        }
    }

    /** Asks whether what was found shall be removed for good. */
    @FunctionalInterface
    public interface Confirmation {
        boolean isGiven(PurgeReport preview) throws IOException;
    }

    /**
     * The result.
     *
     * @param store the location of the store
     * @param items the whole keys of the items. A purge that is repeated after the items are gone needs them, because their first characters
     *     lead to nothing any more
     */
    public record Result(String store, List<String> items, PurgeReport report) {
        public Result {
            items = List.copyOf(items);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("items", items)
                    .put("dry_run", report.isDry())
                    .put("run", report.run().isEmpty() ? null : report.run())
                    .put(
                            "places",
                            report.plan().places().stream().map(Place::toJson).toList())
                    .put("occurrences", report.plan().occurrences())
                    .put("index", report.isIndexed())
                    .put("shared_texts", report.shared())
                    .put("short_texts", report.tooShort())
                    .put("proof", report.isDry() ? null : report.proof().toJson())
                    .put(
                            "findings",
                            report.unsure().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /**
     * Finds what would be purged, and changes nothing.
     *
     * @throws NoSuchItemException if an item is neither in the store nor in its archives and snapshots
     * @throws IllegalArgumentException if the pattern is not a regular expression, or matches too much
     */
    public Result preview(Request request)
            throws IOException, NoSuchItemException, AmbiguousIdException, UnsupportedByStoreException {
        try (Purging purging = purging(request)) {
            return result(purging.preview(), purging);
        }
    }

    /**
     * Purges everything that is found.
     *
     * @throws NoSuchItemException if an item is neither in the store nor in its archives and snapshots
     * @throws DeclinedException if the user did not confirm it; nothing was changed
     * @throws IllegalArgumentException if the pattern is not a regular expression, or matches too much
     */
    public Result run(Request request, Confirmation confirmation)
            throws IOException, NoSuchItemException, AmbiguousIdException, UnsupportedByStoreException,
                    DeclinedException {
        try (Purging purging = purging(request)) {
            PurgeReport preview = purging.preview();
            if (!preview.plan().places().isEmpty() && !confirmation.isGiven(preview)) {
                throw new DeclinedException(false);
            }
            return result(purging.run(preview.plan()), purging);
        }
    }

    private Result result(PurgeReport report, Purging purging) {
        return new Result(
                opened.location(),
                purging.items().stream().map(ItemKey::toString).sorted().toList(),
                report);
    }

    private Purging purging(Request request)
            throws IOException, NoSuchItemException, AmbiguousIdException, UnsupportedByStoreException {
        if (opened.store().isReadOnly() || opened.store().files().isEmpty()) {
            throw new UnsupportedByStoreException(
                    opened.location(),
                    opened.store().kind(),
                    "aml does not change such a store; remove the text with its own program");
        }
        Optional<Pattern> pattern = request.pattern().map(PurgeMemory::compiled);
        Set<ItemKey> items = new LinkedHashSet<>();
        for (String id : request.items()) {
            items.add(find(id));
        }
        return new Purging(opened, prompt, new PurgePolicy(items, pattern), uniqueIds(items), request.places());
    }

    /** Returns the ids of items that no other item of the store has, so that they name one of these items wherever they are. */
    private Set<String> uniqueIds(Set<ItemKey> items) throws IOException {
        Set<String> unique = new LinkedHashSet<>();
        for (ItemKey item : items) {
            try {
                ItemKey found = new FindItem(opened)
                        .run(new FindItem.Request(item.id(), Selection.ALL))
                        .item()
                        .key();
                if (found.equals(item) || !found.id().equals(item.id())) {
                    unique.add(item.id());
                }
            } catch (NoSuchItemException e) {
                unique.add(item.id());
            } catch (AmbiguousIdException e) {
                if (e.candidates().stream()
                                .filter(one -> one.id().equals(item.id()))
                                .count()
                        < 2) {
                    unique.add(item.id());
                }
            }
        }
        return unique;
    }

    private static Pattern compiled(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the pattern is not a regular expression: " + e.getDescription() + " at " + e.getIndex(), e);
        }
    }

    private ItemKey find(String id) throws IOException, NoSuchItemException, AmbiguousIdException {
        Optional<ItemKey> exact = ItemKey.parse(id);
        if (exact.isPresent()) {
            return exact.get();
        }
        ItemKey key = new FindPastItem(opened).run(new FindItem.Request(id, Selection.ALL));
        if (key.kind() == ItemKind.ENTRY) {
            throw new IllegalArgumentException(
                    "'" + id + "' is a line of an index: purge its text with --pattern, or the note that it leads to");
        }
        return key;
    }

    /** Returns the names of what is not searched, for people. */
    public static List<String> outOfReach() {
        return List.of(
                "snapshots of the file system",
                "versions and locked objects of an object store",
                "downloads and copies that the configuration does not name",
                "transcripts and caches of the agents themselves");
    }
}
