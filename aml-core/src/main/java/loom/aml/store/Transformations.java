package loom.aml.store;

import java.util.Optional;
import loom.aml.json.JsonObject;

/** Finds transformations again by the names that journals have for them. */
@FunctionalInterface
public interface Transformations {

    /** Knows none. */
    Transformations NONE = _ -> Optional.empty();

    /** The transformation of that name, if it is known. */
    Optional<Transformation> named(JsonObject name);
}
