package loom.aml.migrate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/** The known schema versions, defined by the steps between them. Immutable. */
public final class Schema {

    /** All steps, oldest first. To add a version, add a class here. */
    public static final Schema KNOWN = new Schema(List.of(new TagsStep(), new MetadataStep(), new PerformanceStep()));

    private final List<Step> steps;
    private final SortedSet<SchemaVersion> versions;

    /** The paths from each version. Computed on first use because only migrations need them. */
    private final Map<SchemaVersion, Map<SchemaVersion, List<Leg>>> ways = new ConcurrentHashMap<>();

    /** @param steps oldest first */
    Schema(List<Step> steps) {
        this.steps = List.copyOf(steps);
        this.versions = new TreeSet<>();
        steps.forEach(step -> {
            versions.add(step.from());
            versions.add(step.to());
        });
    }

    /** Returns all known versions, oldest first. */
    public List<SchemaVersion> versions() {
        return List.copyOf(versions);
    }

    /**
     * Returns the version of an item; null if the item declares a version newer than all known ones.
     *
     * <p>An item has the newest version whose mark it carries, and the oldest version if it carries none.
     */
    public @Nullable SchemaVersion versionOf(Item item) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).isMarked(item)) {
                return steps.get(i).to();
            }
        }
        return isOfTheFuture(item) ? null : versions.getFirst();
    }

    /** Returns the fields that {@link #versionOf} reads. */
    Set<Field> marks() {
        Set<Field> marks = EnumSet.of(Field.VERSION);
        steps.forEach(step -> marks.addAll(step.marks()));
        return marks;
    }

    /** Returns the version that an item declares, for messages. */
    static String declaredVersion(Item item) {
        return String.valueOf(item.text(Field.VERSION));
    }

    private boolean isOfTheFuture(Item item) {
        String declared = item.isString(Field.VERSION) ? item.text(Field.VERSION) : null;
        return declared != null
                && SchemaVersion.find(declared)
                        .filter(version -> version.compareTo(versions.getLast()) > 0)
                        .isPresent();
    }

    /** A step in one direction. */
    record Leg(Step step, boolean isUp) {
        SchemaVersion from() {
            return isUp ? step.from() : step.to();
        }

        SchemaVersion to() {
            return isUp ? step.to() : step.from();
        }

        void go(ItemText item) throws UneditableException {
            if (isUp) {
                step.up(item);
            } else {
                step.down(item);
            }
        }
    }

    /**
     * Returns the shortest path between two versions.
     *
     * @throws IllegalArgumentException if no path exists
     */
    List<Leg> way(SchemaVersion from, SchemaVersion to) {
        Map<SchemaVersion, List<Leg>> fromHere = ways.get(from);
        if (fromHere == null) {
            fromHere = versions.contains(from) ? waysFrom(from) : Map.of();
            ways.put(from, fromHere);
        }
        List<Leg> way = fromHere.get(to);
        if (way == null) {
            throw new IllegalArgumentException(
                    "cannot migrate from schema version " + from + " to " + to + "; known versions are "
                            + versions.stream().map(SchemaVersion::toString).collect(Collectors.joining(", "))
                            + ", with steps between "
                            + steps.stream()
                                    .map(step -> step.from() + " and " + step.to())
                                    .collect(Collectors.joining(", ")));
        }
        return way;
    }

    private Map<SchemaVersion, List<Leg>> waysFrom(SchemaVersion from) {
        Map<SchemaVersion, List<Leg>> found = new HashMap<>(Map.of(from, List.of()));
        Deque<SchemaVersion> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            SchemaVersion here = next.removeFirst();
            for (Leg leg : legsFrom(here)) {
                if (!found.containsKey(leg.to())) {
                    List<Leg> way = new ArrayList<>(found.get(here));
                    way.add(leg);
                    found.put(leg.to(), List.copyOf(way));
                    next.add(leg.to());
                }
            }
        }
        return found;
    }

    private List<Leg> legsFrom(SchemaVersion version) {
        List<Leg> legs = new ArrayList<>();
        for (Step step : steps) {
            if (step.from().equals(version)) {
                legs.add(new Leg(step, true));
            }
            if (step.to().equals(version)) {
                legs.add(new Leg(step, false));
            }
        }
        return legs;
    }
}
