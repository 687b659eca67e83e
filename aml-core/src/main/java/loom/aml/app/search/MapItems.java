package loom.aml.app.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.app.OpenStore;
import loom.aml.index.text.Folding;
import loom.aml.index.text.WordSplitter;
import loom.aml.io.Sha256;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemLesson;
import loom.aml.item.ItemTitle;
import loom.aml.map.ItemMap;
import loom.aml.store.CollectionFile;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/** Places the items of a store on a map, similar ones near to each other. */
public final class MapItems {
    /** A map with more points would be a blot. */
    private static final int MOST = 20_000;

    private static final int LONGEST_TITLE = 90;
    private static final double UNKNOWN = -1;

    private final OpenStore opened;

    public MapItems(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * An item on the map.
     *
     * @param x its place, from -1 to 1
     * @param y its place, from -1 to 1
     * @param value its confidence times its success rate, from 0 to 1; negative if neither is known
     * @param ageDays the days since its last use; negative if unknown
     */
    public record Point(
            String agent, String kind, String id, String title, float x, float y, double value, double ageDays) {}

    /**
     * The map.
     *
     * @param isComplete whether it has all readable items
     */
    public record Result(List<Point> points, boolean isComplete) {
        public Result {
            points = List.copyOf(points);
        }
    }

    private record Found(String agent, Item item) {}

    /** Returns a checksum that changes whenever the store does, without reading items. */
    public String fingerprint() throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(opened.store().list().collections())
                .forEach((file, version) ->
                        text.append(file.path()).append(' ').append(version).append('\n'));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    public Result run() throws IOException {
        Map<CollectionFile, List<Item>> byFile = new TreeMap<>();
        StoreListing listing = opened.store().list();
        opened.store().scan(listing, Selection.ALL, collection -> {
            List<Item> items = new ArrayList<>();
            collection.read(item -> {
                if (item.id() != null && items.size() < MOST) {
                    items.add(Item.alone(item.copyBytes(), item.kind()));
                }
            });
            synchronized (byFile) {
                byFile.put(collection.file(), items);
            }
            return true;
        });
        List<Found> all = new ArrayList<>();
        byFile.forEach((file, items) -> items.forEach(item -> all.add(new Found(file.agent(), item))));
        List<Found> shown = all.subList(0, Math.min(MOST, all.size()));
        ItemMap map = new ItemMap();
        shown.forEach(found -> map.add(words(found.item())));
        float[] places = map.places();
        Instant now = opened.now();
        List<Point> points = new ArrayList<>(shown.size());
        for (int i = 0; i < shown.size(); i++) {
            points.add(point(shown.get(i), places[2 * i], places[2 * i + 1], now));
        }
        return new Result(points, shown.size() == all.size());
    }

    private static Set<String> words(Item item) {
        Set<String> words = new LinkedHashSet<>();
        WordSplitter splitter = new WordSplitter((text, from, to, advances) -> {
            if (advances) {
                words.add(Folding.fold(new String(text, from, to - from)));
            }
        });
        splitter.split(ItemTitle.of(item));
        splitter.split(ItemLesson.of(item));
        item.strings(Field.TAGS).forEach(splitter::split);
        return words;
    }

    private static Point point(Found found, float x, float y, Instant now) {
        Item item = found.item();
        String title = ItemTitle.of(item);
        Instant used = item.lastUsed();
        double value = item.confidence().isEmpty() && item.successRate().isEmpty()
                ? UNKNOWN
                : item.confidence().orElse(1) * item.successRate().orElse(1);
        return new Point(
                found.agent(),
                item.kind().word(),
                String.valueOf(item.id()),
                title.length() <= LONGEST_TITLE
                        ? title
                        : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE / 2)) + "…",
                x,
                y,
                value,
                used == null ? UNKNOWN : Math.max(0, Duration.between(used, now).toDays()));
    }
}
