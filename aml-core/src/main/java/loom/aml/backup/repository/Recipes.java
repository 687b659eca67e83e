package loom.aml.backup.repository;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads recipes from segments or, if these are damaged, from the copies in manifests. Safe for use by several threads.
 */
final class Recipes {
    private final Repository repository;
    private final Map<String, Map<Recipe.Place, Recipe>> copies = new HashMap<>();

    Recipes(Repository repository) {
        this.repository = repository;
    }

    /** Reads the recipe at a location. */
    private Recipe read(String generation, Recipe.Place place) throws IOException {
        byte[] text = repository.segment(generation, place.segment()).read(place.offset(), place.length());
        try {
            return Recipe.of(JsonObject.parse(text));
        } catch (JsonSyntaxException e) {
            throw new DamagedException(
                    place.offset(),
                    "segment " + place.segment() + " does not contain a recipe at its declared position");
        }
    }

    /**
     * Returns the recipe at a location.
     *
     * @param copy a copy of the recipe, in case its segment is damaged; if null, the copy in the manifest of its snapshot is
     *     used
     */
    Recipe read(String generation, Recipe.Place place, @Nullable Recipe copy) throws IOException {
        try {
            return read(generation, place);
        } catch (DamagedException e) {
            if (copy != null) {
                return copy;
            }
            Recipe known = copies(generation).get(place);
            if (known != null) {
                return known;
            }
            throw e;
        }
    }

    /** Returns the copies in the manifests of a generation. They are read only if a segment is damaged. */
    private synchronized Map<Recipe.Place, Recipe> copies(String generation) throws IOException {
        Map<Recipe.Place, Recipe> known = copies.get(generation);
        if (known == null) {
            known = new HashMap<>();
            for (SnapshotName name : repository.snapshots()) {
                if (name.generation().equals(generation)) {
                    addCopies(name, known);
                }
            }
            copies.put(generation, known);
        }
        return known;
    }

    private void addCopies(SnapshotName name, Map<Recipe.Place, Recipe> known) throws IOException {
        try {
            repository.read(name).files().forEach(file -> known.putIfAbsent(file.place(), file.recipe()));
        } catch (DamagedException | NoSuchFileException e) {
            // Another snapshot may have copies, too.
        }
    }

    /**
     * Verifies that the recipe of a file and those that it builds on produce their declared texts.
     *
     * @param known recipes that were verified before; newly verified ones are added
     * @throws DamagedException if one does not
     */
    void requireSound(Manifest manifest, FileEntry file, Map<Recipe.Place, Recipe> known) throws IOException {
        String generation = manifest.name().generation();
        Recipe top = read(generation, file.place());
        if (!top.text().equals(file.content())) {
            throw new DamagedException(file.place().offset(), "its recipe belongs to another text");
        }
        Recipe.Place place = file.place();
        Recipe recipe = top;
        while (known.putIfAbsent(place, recipe) == null) {
            Recipe.Before before = recipe.before();
            if (before == null) {
                Ranges.follow(recipe, Ranges.none(), 0);
                return;
            }
            Recipe older = read(generation, before.place());
            Ranges.follow(
                    recipe, Ranges.whole(before.inflated().orElse(older.text().size())), 0);
            place = before.place();
            recipe = older;
        }
    }
}
