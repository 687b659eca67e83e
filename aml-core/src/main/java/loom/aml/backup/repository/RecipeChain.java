package loom.aml.backup.repository;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.io.DamagedException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the recipe of a file and all earlier recipes that it builds on, the oldest first, to the ranges that form the file.
 */
final class RecipeChain {
    private final Repository repository;
    private final String generation;
    private final Deque<Recipe> chain = new ArrayDeque<>();
    private final List<String> segments = new ArrayList<>();
    private Ranges ranges = Ranges.none();
    private @Nullable InflatedText inflated;

    private RecipeChain(Repository repository, String generation) {
        this.repository = repository;
        this.generation = generation;
    }

    /** Resolves the stored content of a file. */
    static RecipeChain kept(Repository repository, String generation, FileEntry file) throws IOException {
        RecipeChain text = new RecipeChain(repository, generation);
        text.collect(file);
        text.follow();
        return text;
    }

    /** Resolves the text of a file, which may be stored as gzip. */
    static RecipeChain text(Repository repository, String generation, FileEntry file) throws IOException {
        RecipeChain text = kept(repository, generation, file);
        if (file.isStoredGzip()) {
            text.inflate(file.text().size());
        }
        return text;
    }

    private void collect(FileEntry file) throws IOException {
        Recipe.Place place = file.place();
        Recipe copy = file.recipe();
        Set<Recipe.Place> seen = new HashSet<>();
        while (place != null) {
            if (!seen.add(place)) {
                throw new DamagedException(place.offset(), "a recipe that refers to itself");
            }
            Recipe recipe = repository.recipe(generation, place, copy);
            chain.push(recipe);
            segments.add(place.segment());
            Recipe.Before before = recipe.before();
            place = before == null ? null : before.place();
            copy = before == null ? null : before.copy();
        }
    }

    private void follow() throws DamagedException {
        int segment = segments.size();
        for (Recipe recipe : chain) {
            segment--;
            Recipe.Before before = recipe.before();
            if (before != null && before.inflated().isPresent()) {
                inflate(before.inflated().getAsLong());
            }
            ranges = Ranges.follow(recipe, ranges, segment);
        }
        if (ranges.returns() > InflatedText.MOST_RETURNS) {
            throw new DamagedException(0, "a text that moves backwards too often in the gzip it is read from");
        }
    }

    /** Replaces the resolved ranges, which are gzip, by their uncompressed text. */
    private void inflate(long size) throws DamagedException {
        if (inflated != null) {
            throw new DamagedException(0, "a recipe for gzip within gzip");
        }
        Ranges stored = ranges;
        inflated = new InflatedText(() -> new SnapshotText(repository, generation, segments, stored, null, false));
        ranges = Ranges.whole(size);
    }

    SnapshotText open(boolean hasHoles) {
        return new SnapshotText(repository, generation, segments, ranges, inflated, hasHoles);
    }
}
