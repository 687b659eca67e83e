package loom.aml.purge;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectFile;
import loom.aml.store.Finding;

/**
 * Searches the bytes of everything for what was purged: names and contents of files and objects, as they are stored and decompressed. It
 * relies on nothing that the purge itself uses. Not safe for use by several threads.
 */
public final class ByteProof {
    private static final String ZSTD = ".zst";
    private static final int BUFFER = 64 << 10;

    private final RawSearch search;
    private final WantedText wanted;
    private final TreeSet<String> holders = new TreeSet<>();
    private final List<Finding> unsure = new ArrayList<>();
    private long files;
    private long bytes;

    public ByteProof(WantedText wanted) {
        this.wanted = wanted;
        this.search = new RawSearch(wanted.literals());
    }

    /** Opens a file or an object. */
    private interface Source {
        FileInput open() throws IOException;
    }

    /**
     * Searches all files below a folder, which may be missing.
     *
     * @param isOurs selects paths below the folder
     */
    public void folder(Disk disk, Path folder, Predicate<String> isOurs) throws IOException {
        if (!disk.state(folder).isDirectory()) {
            return;
        }
        Deque<String> pending = new ArrayDeque<>(List.of(""));
        while (!pending.isEmpty()) {
            String within = pending.pop();
            Path directory = within.isEmpty() ? folder : FileName.resolve(folder, within);
            for (DirectoryEntry entry : entries(disk, directory)) {
                String path = within.isEmpty() ? entry.name() : within + "/" + entry.name();
                if (entry.state().isDirectory()) {
                    name(FileName.text(directory) + "/", entry.name());
                    pending.push(path);
                } else if (entry.state().isFile() && isOurs.test(path)) {
                    name(FileName.text(directory) + "/", entry.name());
                    Path file = FileName.resolve(folder, path);
                    content(FileName.text(file), () -> disk.open(file));
                }
            }
        }
    }

    private List<DirectoryEntry> entries(Disk disk, Path directory) {
        try {
            return disk.list(directory);
        } catch (IOException e) {
            unsure.add(PurgePlan.finding(
                    wanted.masked(FileName.text(directory)), "cannot be listed (" + e.getMessage() + ")"));
            return List.of();
        }
    }

    /**
     * Searches the objects of a target.
     *
     * @param prefix the beginning of their names; empty for all
     */
    public void target(BackupTarget target, String prefix) throws IOException {
        for (BackupTarget.Stored stored : target.list(prefix)) {
            name(target.location() + "/", stored.name());
            content(target.location() + "/" + stored.name(), () -> new ObjectFile(target.open(stored.name())));
        }
    }

    private void name(String location, String name) {
        if (search.count(name.getBytes(StandardCharsets.UTF_8)) > 0) {
            holders.add(wanted.masked(location + name));
        }
    }

    private void content(String place, Source source) {
        files++;
        try {
            long found;
            try (FileInput file = source.open();
                    InputStream in = file.stream()) {
                bytes += Math.max(0, file.state().size());
                found = search.count(in);
            }
            if (found == 0) {
                found = decompressed(place, source);
            }
            if (found > 0) {
                holders.add(wanted.masked(place));
            }
        } catch (NoSuchFileException e) {
            files--;
        } catch (IOException e) {
            unsure.add(PurgePlan.finding(wanted.masked(place), "cannot be read (" + e.getMessage() + ")"));
        }
    }

    private long decompressed(String place, Source source) throws IOException {
        if (place.endsWith(ZSTD)) {
            try (FileInput file = source.open();
                    InputStream in = new ZstdInputStreamNoFinalizer(new BufferedInputStream(file.stream(), BUFFER))) {
                return search.count(in);
            }
        }
        byte[] head;
        try (FileInput file = source.open()) {
            head = file.stream().readNBytes(2);
        }
        if (!ContentPurge.isGzip(head)) {
            return 0;
        }
        try (TextInput text = TextInput.of(source.open(), GzipLimits.DEFAULT)) {
            return search.count(text.stream());
        }
    }

    /** Returns the number of files and objects that were searched. */
    public long files() {
        return files;
    }

    /** Returns the number of their bytes. */
    public long bytes() {
        return bytes;
    }

    /** Returns the files and objects that hold what was purged. */
    public List<String> holders() {
        return List.copyOf(holders);
    }

    /** Returns the files and objects that could not be searched. */
    public List<Finding> unsure() {
        return List.copyOf(unsure);
    }
}
