package loom.aml.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import loom.aml.io.DamagedException;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.SmallFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.graph.GraphReading;
import loom.aml.store.graph.GraphView;
import loom.aml.store.kind.StoreKinds;

/** A file or folder with memories, whose format is recognized by its content. */
public final class Source {
    private static final long LARGEST = 256L << 20;
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST = 1 << 16;

    private final Disk disk;
    private final Path path;
    private final Optional<ExchangeFormat> wanted;
    private final Supplier<Database.Opener> databases;

    /**
     * @param wanted the format; empty to recognize it
     * @param databases loads the reader of databases when it is needed
     */
    public Source(Disk disk, Path path, Optional<ExchangeFormat> wanted, Supplier<Database.Opener> databases) {
        this.disk = disk;
        this.path = path.toAbsolutePath().normalize();
        this.wanted = wanted;
        this.databases = databases;
    }

    public String place() {
        return FileName.text(path);
    }

    /**
     * Reads everything.
     *
     * @throws RefusedSourceException if it is damaged, or of no format that aml knows
     */
    public Reading read(StoreOptions options) throws IOException {
        FileState state = disk.state(disk.state(path).isMissing() ? path : disk.realPath(path));
        if (state.isMissing()) {
            throw new NoStoreException(place(), "does not exist");
        }
        return state.isDirectory() ? directory(options) : file(options);
    }

    private Reading directory(StoreOptions options) throws IOException {
        Path inner = path.resolve(".loom").resolve("memory");
        Path store = disk.state(inner).isDirectory() && wanted.isEmpty() ? inner : path;
        if (wanted.filter(format -> format == ExchangeFormat.BASIC_MEMORY).isPresent()) {
            return BasicMemory.read(disk, path, place());
        }
        if (wanted.filter(format -> !format.isStore()).isPresent()) {
            throw new RefusedSourceException(
                    place() + " is a folder, not " + wanted.get().words());
        }
        try (MemoryStore opened = StoreKinds.openReadOnly(disk, store, options)) {
            return StoreReading.of(opened, Selection.ALL).reading(FileName.text(store));
        } catch (NoStoreException e) {
            if (wanted.isEmpty() && hasNotes()) {
                return BasicMemory.read(disk, path, place());
            }
            throw e;
        }
    }

    private boolean hasNotes() throws IOException {
        List<DirectoryEntry> entries = disk.list(path);
        for (DirectoryEntry entry : entries) {
            if (entry.name().endsWith(".md")) {
                return true;
            }
            if (entry.state().isDirectory() && !entry.name().startsWith(".")) {
                for (String name : disk.names(path.resolve(entry.name()))) {
                    if (name.endsWith(".md")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Reading file(StoreOptions options) throws IOException {
        byte[] first = first();
        if (startsWith(first, SQLITE)) {
            if (wanted.filter(format -> !format.isDatabase()).isPresent()) {
                throw new RefusedSourceException(
                        place() + " is a database, not " + wanted.get().words());
            }
            return database();
        }
        byte[] content = SmallFile.read(disk, path, LARGEST);
        return switch (wanted.orElseGet(() -> formatOf(content))) {
            case BUNDLE -> BundleReader.read(content, place());
            case GRAPH -> graph(content);
            case LOOM_JSON -> LoomDocument.read(content, place());
            case BEADS -> Beads.read(content, place());
            case MEM0, CLAUDE_MEM, MCP_MEMORY_SERVICE ->
                throw new RefusedSourceException(place() + " is not a SQLite database");
            case LOOM, CLAUDE, SERENA, CODEX, INSTRUCTIONS, BASIC_MEMORY -> storeOfFile(options);
        };
    }

    /** Instructions for agents are opened by the path of one of their files. */
    private Reading storeOfFile(StoreOptions options) throws IOException {
        try (MemoryStore opened = StoreKinds.openReadOnly(disk, path, options)) {
            return StoreReading.of(opened, Selection.ALL).reading(place());
        } catch (NoStoreException | NotDirectoryException e) {
            throw new RefusedSourceException(
                    place() + " is not " + (wanted.isPresent() ? wanted.get().words() : UNKNOWN));
        }
    }

    private static final String UNKNOWN =
            "in a format that aml knows; name it with --format, or see 'aml help import' for those it reads";

    private byte[] first() throws IOException {
        try (FileInput in = disk.open(path)) {
            byte[] first = new byte[FIRST];
            int length = 0;
            int n = in.read(first, 0, FIRST);
            while (n > 0 && length < FIRST) {
                length += n;
                n = in.read(first, length, FIRST - length);
            }
            return Arrays.copyOf(first, length);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Returns the format that a file shows; {@link ExchangeFormat#LOOM} if it is none, so that it is opened as a store. */
    private static ExchangeFormat formatOf(byte[] content) {
        if (content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b) {
            return BundleReader.isBundle(content) ? ExchangeFormat.BUNDLE : ExchangeFormat.LOOM;
        }
        String text = new String(content, 0, Math.min(content.length, FIRST), StandardCharsets.UTF_8);
        for (String line :
                text.lines().filter(each -> !each.isBlank()).limit(20).toList()) {
            try {
                RawItem object = RawItem.ofUntrusted(line);
                String type = object.text("type").orElse("");
                if (type.equals("entity") || type.equals("relation")) {
                    return ExchangeFormat.GRAPH;
                }
                if (Beads.isIssue(object)) {
                    return ExchangeFormat.BEADS;
                }
            } catch (DamagedException e) {
                // Perhaps the next line is one.
            }
        }
        try {
            RawItem whole = RawItem.ofUntrusted(new String(content, StandardCharsets.UTF_8));
            return LoomDocument.isOne(whole) ? ExchangeFormat.LOOM_JSON : ExchangeFormat.LOOM;
        } catch (DamagedException e) {
            return ExchangeFormat.LOOM;
        }
    }

    private Reading graph(byte[] content) throws IOException {
        GraphView view = GraphReading.of(content, FileName.last(path));
        return Reading.of(
                ExchangeFormat.GRAPH,
                place(),
                GraphForm.read(view.graph(), ExchangeFormat.GRAPH.word()),
                view.findings());
    }

    private Reading database() throws IOException {
        Reading reading;
        try (Database database = databases.get().open(path)) {
            reading = DatabaseReading.of(database, wanted, place());
        }
        Path log = path.resolveSibling(FileName.last(path) + "-wal");
        if (disk.state(log).isMissing() || disk.state(log).size() == 0) {
            return reading;
        }
        List<Finding> findings = new ArrayList<>(reading.findings());
        findings.add(Finding.of(
                Finding.Kind.IN_PROGRESS,
                FileName.text(log),
                "holds changes that are not in the database yet, and are not imported",
                "stop the program that writes it and import again"));
        return new Reading(
                reading.format(),
                reading.place(),
                reading.items(),
                reading.tombstones(),
                reading.history(),
                reading.losses(),
                findings);
    }
}
