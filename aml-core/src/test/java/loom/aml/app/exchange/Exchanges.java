package loom.aml.app.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.history.UndoRun;
import loom.aml.app.host.SilentFrontEnd;
import loom.aml.app.run.RunOptions;
import loom.aml.config.Configuration;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.ExchangedItem;
import loom.aml.exchange.Reading;
import loom.aml.exchange.Strategy;
import loom.aml.io.LocalDisk;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/** Imports and exports of real files, at a fixed time. */
final class Exchanges {
    private static final StoreOptions OPTIONS = StoreOptions.DEFAULT.withClock(new InstantSource() {
        private long millis;

        @Override
        public Instant instant() {
            // Each run is later than the one before.
            return TestStore.NOW.plusMillis(millis++);
        }
    });

    private Exchanges() {}

    static Reading read(Path path) throws IOException {
        return read(path, Optional.empty());
    }

    static Reading read(Path path, Optional<ExchangeFormat> format) throws IOException {
        return new ReadSource(new LocalDisk(), OPTIONS).run(new ReadSource.Request(path, format));
    }

    static Map<String, ExchangedItem> items(Reading reading) {
        Map<String, ExchangedItem> items = new LinkedHashMap<>();
        reading.items().forEach(item -> items.putIfAbsent(item.home(), item));
        return items;
    }

    static ExportResult export(Reading source, Path to, ExchangeFormat format) throws IOException {
        return export(source, to, format, false);
    }

    static ExportResult export(Reading source, Path to, ExchangeFormat format, boolean isDryRun) throws IOException {
        return new ExportItems(
                        new LocalDisk(),
                        OPTIONS,
                        Configuration.DEFAULT,
                        new SilentFrontEnd(),
                        () -> new SplittableRandom(1))
                .run(new ExportItems.Request(source, to, Optional.of(format), false, isDryRun));
    }

    static OpenStore open(Path store) throws IOException {
        return new OpenStore(
                StoreKinds.open(new LocalDisk(), store, OPTIONS), Configuration.DEFAULT, () -> new SplittableRandom(1));
    }

    static ImportResult importInto(Path store, Reading source, Strategy strategy) throws Exception {
        try (OpenStore opened = open(store)) {
            return new ImportItems(opened, new SilentFrontEnd())
                    .run(
                            new ImportItems.Request(source, strategy, Optional.empty(), Set.of()),
                            new RunOptions(false, true));
        }
    }

    static ImportPreview preview(Path store, Reading source, Strategy strategy) throws IOException {
        try (OpenStore opened = new OpenStore(
                StoreKinds.openReadOnly(new LocalDisk(), store, OPTIONS),
                Configuration.DEFAULT,
                () -> new SplittableRandom(1))) {
            return new ImportItems(opened, new SilentFrontEnd())
                    .preview(new ImportItems.Request(source, strategy, Optional.empty(), Set.of()));
        }
    }

    static void undo(Path store, String run) throws Exception {
        try (OpenStore opened = open(store)) {
            new UndoRun(opened, new SilentFrontEnd()).run(new UndoRun.Request(run, 0), new RunOptions(false, true));
        }
    }

    /** Writes a file that nobody seems to be writing any more. */
    static Path file(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, UTF_8);
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        return path;
    }

    static Path loom(Path path) throws IOException {
        Files.createDirectories(path.resolve("global"));
        return path;
    }

    /** Makes all files older than the time for which aml waits for another writer. */
    static void settle(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            }
        }
    }

    /** Returns the files below a path with their content, without those of aml. */
    static SortedMap<String, String> tree(Path root) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile)
                        .filter(file -> !root.relativize(file).toString().startsWith(".aml"))
                        .forEach(file -> tree.put(root.relativize(file).toString(), text(file)));
            }
        }
        return tree;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> dropped(ExportResult result) {
        return result.losses().stream()
                .filter(loss -> loss.isDropped())
                .map(loss -> loss.what())
                .toList();
    }
}
