package loom.aml.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.index.query.Match;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.file.TextSlices;
import org.jspecify.annotations.Nullable;

/** Reads from the store what an index found, each file once. What no longer stands there in this very version is left out. */
final class MatchReader {
    private final FileMemoryStore store;

    MatchReader(FileMemoryStore store) {
        this.store = store;
    }

    /** The items that still stand where they were found, in the order of the matches. */
    List<Hit> read(List<Match> matches) throws IOException {
        Map<CollectionFile, List<Integer>> byFile = new LinkedHashMap<>();
        for (int place = 0; place < matches.size(); place++) {
            byFile.computeIfAbsent(matches.get(place).file(), _ -> new ArrayList<>()).add(place);
        }
        @Nullable Hit[] hits = new Hit[matches.size()];
        for (Map.Entry<CollectionFile, List<Integer>> file : byFile.entrySet()) {
            List<Match> ofFile = file.getValue().stream().map(matches::get).toList();
            List<byte @Nullable []> texts = texts(file.getKey(), ofFile);
            for (int i = 0; i < texts.size(); i++) {
                hits[file.getValue().get(i)] = hit(ofFile.get(i), texts.get(i));
            }
        }
        return Arrays.stream(hits).filter(java.util.Objects::nonNull).toList();
    }

    /** A file that cannot be read any more has none of them. */
    private List<byte @Nullable []> texts(CollectionFile file, List<Match> matches) {
        try {
            return TextSlices.read(
                    store.disk(),
                    store.root().resolve(file.path()),
                    store.options().gzipLimits(),
                    matches.stream()
                            .map(match -> new TextSlices.Slice(match.offset(), match.length()))
                            .toList());
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable Hit hit(Match match, byte @Nullable [] text) {
        if (text == null) {
            return null;
        }
        try {
            Item item = Item.alone(text, match.file().kind());
            return item.fingerprint().equals(match.fingerprint()) ? new Hit(match, item) : null;
        } catch (DamagedException e) {
            return null;
        }
    }
}
