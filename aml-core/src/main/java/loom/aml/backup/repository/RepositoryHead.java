package loom.aml.backup.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;

/**
 * The description of a repository, {@code repository.json}. Copies of a repository have the same one.
 *
 * @param format the version of the format
 * @param id identifies the repository
 */
public record RepositoryHead(long format, String id) {
    /** The name of the object. */
    public static final String OBJECT = "repository.json";

    private static final int LARGEST = 1 << 20;

    /** Returns the description of a new repository. */
    static RepositoryHead generated() {
        return new RepositoryHead(Manifest.FORMAT, UUID.randomUUID().toString());
    }

    /**
     * Reads the description of a repository; empty if absent.
     *
     * @throws DamagedException if it is not valid JSON
     */
    public static Optional<RepositoryHead> read(BackupTarget target) throws IOException {
        try (ObjectReader in = target.open(OBJECT)) {
            JsonObject head = JsonObject.parse(in.readAll(LARGEST));
            return Optional.of(
                    new RepositoryHead(head.number("format"), head.string("id").orElse("")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonSyntaxException e) {
            throw new DamagedException(0, target.location() + "/" + OBJECT + " is not valid JSON");
        }
    }

    /** Creates the description. The caller holds the lease for writing. */
    public void write(BackupTarget target) throws IOException {
        byte[] head = JsonObject.builder()
                .put("format", format)
                .put("id", id)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try (BackupTarget.Upload upload = target.upload()) {
            upload.write(head, 0, head.length);
            upload.publish(OBJECT);
        }
    }

    /** @throws DamagedException if this version of aml cannot write the format */
    public void requireWritable(BackupTarget target) throws DamagedException {
        if (format != Manifest.FORMAT) {
            throw new DamagedException(
                    0,
                    "the backups in " + target.location() + " have format " + format
                            + ", which requires a newer version of aml for writing");
        }
    }
}
