package loom.aml.backup.repack;

import java.util.OptionalLong;
import java.util.Set;
import loom.aml.backup.create.UnitTable;
import loom.aml.backup.repository.Recipe;
import loom.aml.io.Sha256;

/**
 * A stored text from which contents of a file are assembled, and its units. The snapshots of a block share one, so that few
 * recipes are behind each.
 *
 * @param place the place of its recipe
 * @param recipe its recipe
 * @param inflated the size of the text if it is stored as gzip
 * @param units its units
 * @param sha has hashed the text
 * @param segments the segments that it needs
 */
record UnitPool(
        Recipe.Place place, Recipe recipe, OptionalLong inflated, UnitTable units, Sha256 sha, Set<String> segments) {

    /** Returns the reference of a recipe that continues from this text. */
    Recipe.Before before() {
        return new Recipe.Before(place, inflated, recipe.alone());
    }
}
