package loom.aml.tidy;

import java.time.Instant;
import java.util.Optional;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Transformation;
import loom.aml.store.Transformations;

/** Finds the completion of items by the name in the record of a run, so that the run can be undone. */
public final class Completions implements Transformations {
    @Override
    public Optional<Transformation> named(JsonObject name) {
        // Undo needs neither the file nor the time: unchanged items have their former bytes in the archive.
        return name.string("transformation").equals(Completion.NAME.string("transformation"))
                ? Optional.of(new Completion(
                        new CollectionFile("none", ItemKind.PATTERN, false), Instant.EPOCH, Instant.EPOCH))
                : Optional.empty();
    }
}
