package loom.aml.app.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.Reading;
import loom.aml.exchange.Source;
import loom.aml.io.Disk;
import loom.aml.store.StoreOptions;

/** Reads a store, file or database of any format that aml imports. Verifies it as a whole before anything is written. */
public final class ReadSource {
    private final Disk disk;
    private final StoreOptions options;

    /** @param options those with which a store is opened */
    public ReadSource(Disk disk, StoreOptions options) {
        this.disk = disk;
        this.options = options;
    }

    /**
     * The request.
     *
     * @param format the format; empty to recognize it by the content
     */
    public record Request(Path path, Optional<ExchangeFormat> format) {}

    /**
     * Reads everything.
     *
     * @throws loom.aml.exchange.RefusedSourceException if it is damaged, or of no format that aml knows
     */
    public Reading run(Request request) throws IOException {
        return new Source(disk, request.path, request.format, () -> Databases.loaded(disk)).read(options);
    }
}
