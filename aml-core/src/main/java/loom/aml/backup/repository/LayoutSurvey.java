package loom.aml.backup.repository;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import loom.aml.io.DamagedException;
import org.jspecify.annotations.Nullable;

/** Measures how the bytes of a generation are stored, without reading the contents of files. Not safe for use by several threads. */
public final class LayoutSurvey {
    private final Repository repository;
    private final String generation;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, List<Extent>> live = new HashMap<>();

    /** A part of the content of a segment. */
    private record Extent(long from, long to) {}

    /** A file's content, resolved to its places in segments. */
    private record Resolved(Ranges ranges, @Nullable Ranges inflated) {}

    private LayoutSurvey(Repository repository, String generation) {
        this.repository = repository;
        this.generation = generation;
    }

    /**
     * Measures a generation.
     *
     * @param manifests its readable snapshots, the oldest first; at least one
     * @throws DamagedException if a recipe or segment that a snapshot needs cannot be read
     */
    public static GenerationLayout of(Repository repository, List<Manifest> manifests) throws IOException {
        Manifest newest = manifests.reversed().stream()
                .filter(manifest -> manifest.covers(Set.of()))
                .findFirst()
                .orElse(manifests.getLast());
        return new LayoutSurvey(repository, newest.name().generation()).measure(manifests, newest);
    }

    private GenerationLayout measure(List<Manifest> manifests, Manifest newest) throws IOException {
        Map<String, List<FileEntry>> files = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            for (FileEntry file : manifest.files()) {
                files.computeIfAbsent(file.path(), _ -> new ArrayList<>()).add(file);
            }
        }
        Map<String, FileEntry> ofNewest = new HashMap<>();
        newest.files().forEach(file -> ofNewest.put(file.path(), file));
        long pieces = 0;
        for (List<FileEntry> versions : files.values()) {
            // Resolved contents are kept for one file at a time: all together they may be larger than the memory.
            Map<Recipe.Place, Resolved> known = new HashMap<>();
            for (FileEntry file : versions) {
                Resolved resolved = resolve(file, known);
                if (file == ofNewest.get(file.path())) {
                    pieces += count(resolved);
                }
            }
            Map<Integer, List<Extent>> ofFile = new HashMap<>();
            // Of a content that only others build on, the recipe is needed, but not all of its pieces.
            known.keySet().forEach(place -> mark(numberOf(place.segment()), place.offset(), place.length(), ofFile));
            versions.forEach(file -> markLive(Objects.requireNonNull(known.get(file.place())), ofFile));
            ofFile.forEach((segment, extents) ->
                    live.computeIfAbsent(segment, _ -> new ArrayList<>()).addAll(merged(extents)));
        }
        Map<String, Long> sizes = repository.segments(generation);
        long bytes = 0;
        long dead = 0;
        long unneeded = 0;
        for (Map.Entry<String, Long> segment : sizes.entrySet()) {
            long stored = segment.getValue();
            bytes += stored;
            if (numbers.containsKey(segment.getKey())) {
                long size = repository.segment(generation, segment.getKey()).size();
                long used = used(segment.getKey());
                unneeded += Math.max(0, size - used);
                // The frames are compressed, so that the stored size of a part of a segment is an estimate.
                dead += Math.round(stored * (1 - Math.min(1.0, (double) used / Math.max(1, size))));
            } else {
                unneeded += stored;
                dead += stored;
            }
        }
        return new GenerationLayout(
                generation,
                manifests.size(),
                sizes.size(),
                bytes,
                dead,
                unneeded,
                newest.files().size(),
                pieces,
                Math.max(0, newest.segments().size() - 1));
    }

    private static long count(Resolved resolved) {
        Ranges inflated = resolved.inflated();
        return resolved.ranges().count() + (inflated == null ? 0 : inflated.count());
    }

    private Resolved resolve(FileEntry file, Map<Recipe.Place, Resolved> known) throws IOException {
        Deque<Recipe.Place> places = new ArrayDeque<>();
        Deque<Recipe> recipes = new ArrayDeque<>();
        Set<Recipe.Place> seen = new HashSet<>();
        Recipe.Place place = file.place();
        Recipe copy = file.recipe();
        while (place != null && !known.containsKey(place)) {
            if (!seen.add(place)) {
                throw new DamagedException(place.offset(), "a recipe that refers to itself");
            }
            Recipe recipe = repository.recipe(generation, place, copy);
            places.push(place);
            recipes.push(recipe);
            Recipe.Before base = recipe.before();
            place = base == null ? null : base.place();
            copy = base == null ? null : base.copy();
        }
        Resolved before = place == null ? null : known.get(place);
        Resolved resolved = before == null ? new Resolved(Ranges.none(), null) : before;
        for (Recipe recipe : recipes) {
            Recipe.Place at = places.pop();
            Recipe.Before base = recipe.before();
            if (base != null && base.inflated().isPresent()) {
                resolved = new Resolved(Ranges.whole(base.inflated().getAsLong()), resolved.ranges());
            }
            Ranges ranges = Ranges.follow(recipe, resolved.ranges(), numberOf(at.segment()));
            resolved = new Resolved(ranges, resolved.inflated());
            known.put(at, resolved);
        }
        return resolved;
    }

    private int numberOf(String segment) {
        return numbers.computeIfAbsent(segment, _ -> numbers.size());
    }

    private static void markLive(Resolved resolved, Map<Integer, List<Extent>> extents) {
        markLive(resolved.ranges(), extents);
        if (resolved.inflated() != null) {
            markLive(resolved.inflated(), extents);
        }
    }

    private static void markLive(Ranges ranges, Map<Integer, List<Extent>> extents) {
        for (int piece = 0; piece < ranges.count(); piece++) {
            if (ranges.segment(piece) != Ranges.INFLATED) {
                mark(ranges.segment(piece), ranges.offset(piece), ranges.length(piece), extents);
            }
        }
    }

    private static void mark(int segment, long from, long length, Map<Integer, List<Extent>> extents) {
        extents.computeIfAbsent(segment, _ -> new ArrayList<>()).add(new Extent(from, from + length));
    }

    private static List<Extent> merged(List<Extent> extents) {
        List<Extent> sorted = new ArrayList<>(extents);
        sorted.sort((one, other) -> Long.compare(one.from(), other.from()));
        List<Extent> merged = new ArrayList<>();
        for (Extent extent : sorted) {
            Extent last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && extent.from() <= last.to()) {
                merged.set(merged.size() - 1, new Extent(last.from(), Math.max(last.to(), extent.to())));
            } else {
                merged.add(extent);
            }
        }
        return merged;
    }

    private long used(String segment) {
        return merged(live.getOrDefault(numbers.get(segment), List.of())).stream()
                .mapToLong(extent -> extent.to() - extent.from())
                .sum();
    }
}
