package loom.aml.app.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import loom.aml.app.OptionalParts;
import loom.aml.exchange.Database;
import loom.aml.io.Disk;

/** Loads the reader of databases, an optional part. */
public final class Databases {
    private Databases() {}

    /**
     * Returns the reader.
     *
     * @throws UncheckedIOException if it is not installed
     */
    public static Database.Opener loaded(Disk disk) {
        try {
            return OptionalParts.load(Database.Opener.class, "read SQLite databases", disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
