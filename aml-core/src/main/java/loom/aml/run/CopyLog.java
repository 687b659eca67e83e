package loom.aml.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.monitor.CopyStatus;
import loom.aml.storage.DerivedFolder;
import loom.aml.store.StorePaths;

/**
 * Remembers the results of copies for the health check. They are not among the records of runs, because those are copied themselves, and each copy
 * would make a new one. A result that is lost is missing only until the next copy.
 *
 * <pre>
 * &lt;memory&gt;-state/copies/&lt;SHA-256 of the place&gt;.status.json
 *     {"place":"s3://b/p","complete":"2026-12-03T04:00:00Z","failure":null}
 * </pre>
 */
public final class CopyLog {
    private static final long LARGEST = 1 << 16;
    private static final String FOLDER = "copies";

    private final DerivedFolder folder;

    public CopyLog(StorePaths store) {
        this.folder = new DerivedFolder(store.disk(), store.beside(), FOLDER);
    }

    private static String nameOf(String place) {
        String path = place.startsWith("/") ? Path.of(place).normalize().toString() : place;
        return Sha256.of(path.getBytes(UTF_8)).hex() + ".status.json";
    }

    /** Returns the last results of a place. */
    public CopyStatus of(String place) {
        Optional<JsonObject> known = folder.read(nameOf(place), LARGEST).flatMap(CopyLog::parsed);
        return new CopyStatus(
                place, known.flatMap(json -> json.instant("complete")), known.flatMap(json -> json.string("failure")));
    }

    private static Optional<JsonObject> parsed(byte[] text) {
        try {
            return Optional.of(JsonObject.parse(text));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Remembers a result.
     *
     * @param failure the reason why the copy is not complete; empty if it is
     */
    public void add(String place, Instant now, Optional<String> failure) throws IOException {
        byte[] text = JsonObject.builder()
                .put("place", place)
                .put("complete", failure.isEmpty() ? now : of(place).complete().orElse(null))
                .put("failure", failure.orElse(null))
                .build()
                .toString()
                .getBytes(UTF_8);
        folder.write(nameOf(place), out -> out.write(text));
    }
}
