package loom.aml.connect;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The facts about an entry that its exact removal needs and that the file does not show.
 *
 * <pre>
 * {"client":"cursor","scope":"user","file":"/home/me/.cursor/mcp.json","connected_at":"2026-11-23T08:00:00Z",
 *  "extent":"servers","tail":"\n","former":null,"file_created":false,"directories_created":[]}
 * </pre>
 *
 * @param file the configuration file
 * @param connectedAt the time of the last change
 * @param extent the outermost thing that was added
 * @param tail the white space that was added after it; null if unknown
 * @param former the entry of another program that was replaced; null if none
 * @param isFileCreated whether the file did not exist before
 * @param directoriesCreated the directories that did not exist before, the outermost first
 */
public record ConnectionRecord(
        Path file,
        Instant connectedAt,
        Extent extent,
        @Nullable String tail,
        @Nullable String former,
        boolean isFileCreated,
        List<Path> directoriesCreated) {

    public ConnectionRecord {
        directoriesCreated = List.copyOf(directoriesCreated);
    }

    /**
     * Returns the record after the change of a file.
     *
     * @param created the directories that were created for it
     * @param earlier the record of the entry that was replaced; empty if unknown
     */
    public static ConnectionRecord of(
            ClientConfig config,
            ConfigChange change,
            List<Path> created,
            Optional<ConnectionRecord> earlier,
            Instant now) {
        if (change.tail() == null && earlier.isPresent()) {
            ConnectionRecord first = earlier.get();
            String former = first.former == null ? change.former() : first.former;
            return new ConnectionRecord(
                    first.file, now, first.extent, first.tail, former, first.isFileCreated, first.directoriesCreated);
        }
        return new ConnectionRecord(
                config.path(), now, change.extent(), change.tail(), change.former(), !config.exists(), created);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("file", FileName.text(file))
                .put("connected_at", connectedAt)
                .put("extent", extent.word())
                .put("tail", tail)
                .put("former", former)
                .put("file_created", isFileCreated)
                .put(
                        "directories_created",
                        directoriesCreated.stream().map(FileName::text).toList())
                .build();
    }

    /** Returns the record of a document; empty if it is not one. */
    static Optional<ConnectionRecord> of(JsonObject json) {
        Optional<String> file = json.string("file");
        Optional<Extent> extent = json.string("extent").flatMap(Extent::named);
        if (file.isEmpty() || extent.isEmpty()) {
            return Optional.empty();
        }
        List<Path> directories = new ArrayList<>();
        for (String directory : json.strings("directories_created")) {
            directories.add(FileName.path(directory));
        }
        return Optional.of(new ConnectionRecord(
                FileName.path(file.get()),
                json.instant("connected_at").orElse(Instant.EPOCH),
                extent.get(),
                json.string("tail").orElse(null),
                json.string("former").orElse(null),
                json.isTrue("file_created"),
                directories));
    }
}
