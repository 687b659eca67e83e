package loom.aml.store.file;

import java.io.IOException;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoreChange;
import loom.aml.store.Transformation;
import loom.aml.store.Transformations;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a journal stores a change that can be made of any version of a file, so that after a crash it can
 * be repeated on a version that another program wrote meanwhile.
 *
 * <pre>
 * {"transformation":{...}}                                    the name of the transformation
 * {"transformation":{...}, "run":..., "archive":...}           the reversal of a transformation by that run
 * </pre>
 */
final class JournaledEdit {
    private static final String TRANSFORMATION = "transformation";
    private static final String RUN = "run";
    private static final String ARCHIVE = "archive";

    private JournaledEdit() {}

    /** Returns the journal form of a change; null for kinds of change that need none. */
    static @Nullable JsonObject of(StoreChange change) {
        if (change instanceof CollectionChange.Transform transform) {
            return JsonObject.builder()
                    .put(TRANSFORMATION, transform.transformation().name())
                    .build();
        }
        if (change instanceof CollectionChange.Revert revert) {
            return JsonObject.builder()
                    .put(TRANSFORMATION, revert.transformation().name())
                    .put(RUN, revert.transformed().run())
                    .put(ARCHIVE, revert.transformed().archive())
                    .build();
        }
        return null;
    }

    /**
     * Returns the change that a journal stores.
     *
     * @throws IOException if its transformation is unknown to this version
     */
    static StoreChange change(JsonObject note, CollectionFile file, Transformations known) throws IOException {
        JsonObject name = note.object(TRANSFORMATION)
                .orElseThrow(() -> new IOException("its journal names no transformation: " + note));
        Transformation transformation = known.named(name)
                .orElseThrow(() -> new IOException("its transformation is unknown to this version of aml: " + name));
        Optional<String> archive = note.string(ARCHIVE);
        if (archive.isEmpty()) {
            return new CollectionChange.Transform(file, Version.MISSING, transformation);
        }
        String run = note.string(RUN).orElseThrow(() -> new IOException("its journal names no run: " + note));
        return new CollectionChange.Revert(
                file, Version.MISSING, transformation, new CollectionChange.Transformed(run, archive.get()));
    }
}
