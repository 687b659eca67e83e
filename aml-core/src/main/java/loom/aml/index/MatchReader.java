package loom.aml.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.index.query.Match;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.TextSlice;

/** Reads matching items from the store, each file once. Skips items that are no longer stored in this version. */
final class MatchReader {
    private final MemoryStore store;

    MatchReader(MemoryStore store) {
        this.store = store;
    }

    /** Returns the items that are still at their positions, in the order of the matches. */
    List<Hit> read(List<Match> matches) {
        Map<CollectionFile, List<Integer>> byFile = new LinkedHashMap<>();
        for (int place = 0; place < matches.size(); place++) {
            byFile.computeIfAbsent(matches.get(place).file(), _ -> new ArrayList<>())
                    .add(place);
        }
        SortedMap<Integer, Hit> hits = new TreeMap<>();
        byFile.forEach((file, places) -> {
            List<TextSlice> slices = places.stream()
                    .map(matches::get)
                    .map(match -> new TextSlice(match.offset(), match.length()))
                    .toList();
            try {
                store.read(
                        file,
                        slices,
                        (i, text) ->
                                hit(matches.get(places.get(i)), text).ifPresent(hit -> hits.put(places.get(i), hit)));
            } catch (IOException e) {
                // A file that can no longer be read has no hits.
            }
        });
        return List.copyOf(hits.values());
    }

    private static Optional<Hit> hit(Match match, byte[] text) {
        try {
            Item item = Item.alone(text, match.file().kind());
            return item.fingerprint().equals(match.fingerprint())
                    ? Optional.of(new Hit(match, item))
                    : Optional.empty();
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }
}
