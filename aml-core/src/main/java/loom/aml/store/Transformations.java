package loom.aml.store;

import java.util.Optional;
import loom.aml.json.JsonObject;

/** Finds transformations by the names that journals store. */
@FunctionalInterface
public interface Transformations {

    /** Knows no transformation. */
    Transformations NONE = _ -> Optional.empty();

    /** Returns the transformation with a name; empty if it is unknown. */
    Optional<Transformation> named(JsonObject name);
}
