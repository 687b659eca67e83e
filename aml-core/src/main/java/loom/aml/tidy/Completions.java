package loom.aml.tidy;

import java.time.Instant;
import java.util.Optional;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Transformation;
import loom.aml.store.Transformations;

/** Finds the completion of items again by the name that the record of a run has for it, so that the run can be taken back. */
public final class Completions implements Transformations {
    @Override
    public Optional<Transformation> named(JsonObject name) {
        // The way back needs neither the file nor the time: what was not changed since has its former bytes in the
        // archive.
        return name.string("transformation").equals(Completion.NAME.string("transformation"))
                ? Optional.of(new Completion(
                        new CollectionFile("none", ItemKind.PATTERN, false), Instant.EPOCH, Instant.EPOCH))
                : Optional.empty();
    }
}
