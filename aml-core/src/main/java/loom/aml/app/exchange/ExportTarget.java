package loom.aml.app.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.StoreReading;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/**
 * The place that an export writes to.
 *
 * @param exists whether something is there already
 */
record ExportTarget(Path path, ExchangeFormat format, boolean exists) {

    /**
     * Determines the place and its format.
     *
     * @param wanted the format; empty to recognize it by what is there, or by the name
     * @throws NoStoreException if the format is not clear, or something else is there
     */
    static ExportTarget of(Disk disk, Path given, Optional<ExchangeFormat> wanted, StoreOptions options)
            throws IOException {
        Path path = given.toAbsolutePath().normalize();
        FileState state = disk.state(path);
        if (state.isDirectory() && !disk.list(path).isEmpty()) {
            ExchangeFormat present = kindOf(disk, path, options);
            if (wanted.filter(format -> format != present).isPresent()) {
                throw new NoStoreException(
                        FileName.text(path),
                        "is " + present.words() + ", not " + wanted.get().words());
            }
            requireTarget(path, present);
            return new ExportTarget(path, present, true);
        }
        ExchangeFormat format = wanted.or(() -> byName(path))
                .orElseThrow(() -> new NoStoreException(
                        FileName.text(path), "does not say which format to write; add --format " + words()));
        requireTarget(path, format);
        if (format == ExchangeFormat.SERENA && !path.endsWith(Path.of(".serena", "memories"))) {
            return of(disk, path.resolve(".serena").resolve("memories"), wanted, options);
        }
        return new ExportTarget(path, format, !state.isMissing() && !state.isDirectory());
    }

    private static void requireTarget(Path path, ExchangeFormat format) throws NoStoreException {
        if (!format.isTarget()) {
            throw new NoStoreException(
                    FileName.text(path),
                    "is of format " + format.word() + ", which aml only reads; it writes " + words());
        }
    }

    private static String words() {
        return Arrays.stream(ExchangeFormat.values())
                .filter(ExchangeFormat::isTarget)
                .map(ExchangeFormat::word)
                .collect(Collectors.joining(", "));
    }

    private static ExchangeFormat kindOf(Disk disk, Path path, StoreOptions options) throws IOException {
        try (MemoryStore store = StoreKinds.openReadOnly(disk, path, options)) {
            return StoreReading.formatOf(store);
        }
    }

    private static Optional<ExchangeFormat> byName(Path path) {
        String name = FileName.last(path);
        if (name.endsWith(".aml-bundle")) {
            return Optional.of(ExchangeFormat.BUNDLE);
        }
        if (name.endsWith(".jsonl")) {
            return Optional.of(ExchangeFormat.GRAPH);
        }
        if (name.endsWith(".json")) {
            return Optional.of(ExchangeFormat.LOOM_JSON);
        }
        if (path.endsWith(Path.of(".loom", "memory"))) {
            return Optional.of(ExchangeFormat.LOOM);
        }
        if (path.endsWith(Path.of(".serena", "memories"))) {
            return Optional.of(ExchangeFormat.SERENA);
        }
        return path.endsWith(Path.of(".claude", "memory")) ? Optional.of(ExchangeFormat.CLAUDE) : Optional.empty();
    }
}
