package loom.aml.app.search;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.map.ItemMap;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/** Places the items of a store on a map, similar ones near to each other. */
public final class MapItems {
    /** The most items of a map: the points of more would cover each other. */
    public static final int MOST = 20_000;

    private static final int LONGEST_TITLE = 90;
    private static final double UNKNOWN = -1;

    private final OpenStore opened;
    private final int most;

    public MapItems(OpenStore opened) {
        this(opened, MOST);
    }

    /** @param most the maximum number of items; those of the first collections are taken */
    MapItems(OpenStore opened, int most) {
        this.opened = opened;
        this.most = most;
    }

    /**
     * An item on the map.
     *
     * @param x its place, from -1 to 1
     * @param y its place, from -1 to 1
     * @param value its confidence times its success rate, from 0 to 1; negative if neither is known
     * @param usedDay the day of its last use in UTC, counted from 1970-01-01; negative if unknown
     */
    public record Point(
            String agent, String kind, String id, String title, float x, float y, double value, long usedDay) {}

    /**
     * The map.
     *
     * @param passedOver the number of readable items that are not on it, because the store has too many
     * @param findings collections and folders that could not be read, of which no item is on the map
     */
    public record Result(List<Point> points, long passedOver, List<Finding> findings) {
        public Result {
            points = List.copyOf(points);
            findings = List.copyOf(findings);
        }
    }

    /** An item with its words, before it has a place. */
    private record Found(Point point, Collection<String> words) {}

    /** The items of one collection that fit on the map, and the number of its others. */
    private record FoundInFile(List<Found> items, long passedOver) {}

    public Result run() throws IOException {
        StoreListing listing = opened.store().list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        List<Point> points = new ArrayList<>();
        ItemMap map = new ItemMap();
        long passedOver = 0;
        // One after the other: the order decides the places, and a file that turns out to be damaged has none.
        for (CollectionFile file : listing.collections().keySet()) {
            int room = most - points.size();
            for (ScanResult<FoundInFile> scanned :
                    opened.store().scan(listing.only(List.of(file)), Selection.ALL, each -> read(each, room))) {
                switch (scanned) {
                    case ScanResult.Read<FoundInFile> read -> {
                        passedOver += read.result().passedOver();
                        read.result().items().forEach(found -> {
                            points.add(found.point());
                            map.add(found.words());
                        });
                    }
                    case ScanResult.LeftAlone<FoundInFile> leftAlone -> findings.add(leftAlone.finding());
                }
            }
        }
        float[] places = map.places();
        for (int i = 0; i < points.size(); i++) {
            points.set(i, at(points.get(i), places[2 * i], places[2 * i + 1]));
        }
        return new Result(points, passedOver, findings);
    }

    private static FoundInFile read(OpenCollection collection, int room) throws IOException {
        List<Found> items = new ArrayList<>();
        long[] passedOver = {0};
        collection.read(item -> {
            if (item.id() == null) {
                return;
            }
            if (items.size() < room) {
                Set<String> words =
                        ItemWords.of(item).and(item.strings(Field.TAGS)).all();
                items.add(new Found(point(collection.file().agent(), item), words));
            } else {
                passedOver[0]++;
            }
        });
        return new FoundInFile(items, passedOver[0]);
    }

    private static Point point(String agent, Item item) {
        String title = ItemTitle.of(item);
        Instant used = item.lastUsed();
        double value = item.confidence().isEmpty() && item.successRate().isEmpty()
                ? UNKNOWN
                : item.confidence().orElse(1) * item.successRate().orElse(1);
        return new Point(
                agent,
                item.kind().word(),
                String.valueOf(item.id()),
                title.length() <= LONGEST_TITLE
                        ? title
                        : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE / 2)) + "…",
                0,
                0,
                value,
                used == null ? -1 : Duration.between(Instant.EPOCH, used).toDays());
    }

    private static Point at(Point point, float x, float y) {
        return new Point(point.agent, point.kind, point.id, point.title, x, y, point.value, point.usedDay);
    }
}
