package loom.aml.backup.repository;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import loom.aml.backup.segment.Frame;
import loom.aml.backup.segment.FrameCache;
import loom.aml.backup.segment.FrameCompressor;
import loom.aml.backup.segment.FrameDecompressor;
import loom.aml.backup.segment.Segment;
import loom.aml.backup.storage.BackupTarget;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.NotRegularFileException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * All snapshots of one store, and the segments that they are made of. Reading needs no lock. Safe for many threads.
 *
 * <pre>
 * repository.json                                       format, id
 * generations/&lt;full id&gt;/segments/&lt;sha256&gt;.zst      bytes that no earlier segment of the generation held
 * generations/&lt;full id&gt;/snapshots/&lt;id&gt;.&lt;sequence&gt;.json.zst    manifests
 * </pre>
 */
public final class Repository implements AutoCloseable {
    private static final String HEAD = "repository.json";
    private static final long MAX_MANIFEST = 256 << 20;

    /** What every manifest may grow to. */
    private static final long SMALL_MANIFEST = 1 << 20;

    /** Manifests are sums for the most part: one that grows more than this many times is none. */
    private static final long MAX_GROWTH = 100;

    /** A part of that name is passed over by zstd. After the name comes how long it is. */
    private static final int SKIPPED = 0x184D2A50;

    private static final int SKIPPED_HEAD = 8;

    private final BackupTarget target;
    private final FrameCache cache = new FrameCache();
    private final FrameDecompressor decompressor = new FrameDecompressor();
    private final Map<String, Segment> open = new HashMap<>();
    private final Map<String, Map<Recipe.Place, Recipe>> copies = new HashMap<>();
    private final Object parsing = new Object();
    private @Nullable Parsed parsed;

    /** The manifest that was read last: a restore, and the snapshot that is taken before it, begin with the same one. */
    private record Parsed(Manifest manifest, byte[] text) {}

    public Repository(BackupTarget target) {
        this.target = target;
    }

    public BackupTarget target() {
        return target;
    }

    /**
     * Takes the right to write, and makes the repository if there is none.
     *
     * @throws loom.aml.store.StoreLockedException if somebody else keeps it for longer than {@code wait}
     */
    public BackupTarget.Hold lock(Duration wait) throws IOException {
        BackupTarget.Hold hold = target.lock(wait);
        try {
            requireFormat();
            return hold;
        } catch (IOException | RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private void requireFormat() throws IOException {
        JsonObject head;
        try (FileInput in = target.get(HEAD)) {
            head = JsonObject.parse(
                    in.readAll(FileName.resolve(FileName.path(target.location()), HEAD), SMALL_MANIFEST));
        } catch (NoSuchFileException e) {
            byte[] newHead = newHead();
            put(HEAD, newHead);
            return;
        } catch (JsonSyntaxException e) {
            throw new DamagedException(0, target.location() + "/" + HEAD + " is no JSON");
        }
        if (head.number("format") != Manifest.FORMAT) {
            throw new DamagedException(
                    0,
                    "the backups in " + target.location() + " are of format " + head.number("format")
                            + ", which only a newer aml can write");
        }
    }

    private static byte[] newHead() {
        return JsonObject.builder()
                .put("format", Manifest.FORMAT)
                .put("id", UUID.randomUUID().toString())
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void put(String name, byte[] content) throws IOException {
        try (BackupTarget.Upload upload = target.put()) {
            upload.write(content, 0, content.length);
            upload.publish(name);
        }
    }

    /** All snapshots in the order in which they were made, which is not that of their times if the clock was set. */
    public List<SnapshotName> snapshots() throws IOException {
        List<SnapshotName> names = new ArrayList<>();
        for (BackupTarget.Stored stored : target.list(SnapshotName.GENERATIONS)) {
            SnapshotName.of(stored.name()).ifPresent(names::add);
        }
        names.sort(null);
        return names;
    }

    /**
     * Reads a manifest. It is parsed only if it is another than the last one, or reads as another text by now.
     *
     * @throws DamagedException if it is not what was written
     * @throws NoSuchFileException if it is gone
     */
    public Manifest read(SnapshotName name) throws IOException {
        synchronized (parsing) {
            byte[] text = text(name);
            if (parsed == null || !parsed.manifest.name().equals(name) || !Arrays.equals(parsed.text, text)) {
                parsed = new Parsed(Manifest.of(name, text), text);
            }
            return parsed.manifest;
        }
    }

    /** The text of a manifest. */
    private byte[] text(SnapshotName name) throws IOException {
        byte[] stored;
        try (FileInput in = open(name)) {
            requireSensible(in.state().size(), MAX_MANIFEST);
            stored = in.stream().readAllBytes();
        }
        requireSensible(stored.length, MAX_MANIFEST);
        long size = Zstd.getFrameContentSize(stored);
        requireSensible(size, Math.min(MAX_MANIFEST, Math.max(SMALL_MANIFEST, MAX_GROWTH * stored.length)));
        byte[] content = new byte[(int) size];
        try {
            if (Zstd.decompress(content, stored) != size) {
                throw new DamagedException(0, "the manifest is cut off");
            }
        } catch (ZstdException e) {
            throw new DamagedException(0, "the manifest does not decompress: " + e.getMessage());
        }
        return content;
    }

    private FileInput open(SnapshotName name) throws IOException {
        try {
            return target.get(name.object());
        } catch (NotRegularFileException e) {
            throw new DamagedException(0, "the manifest is not a regular file");
        }
    }

    private static void requireSensible(long size, long most) throws DamagedException {
        if (size <= 0 || size > most) {
            throw new DamagedException(0, "the manifest is no zstd frame of a sensible size");
        }
    }

    /**
     * Publishes a manifest and reads it back; its size as stored.
     *
     * @throws IOException if it cannot be written, or reads as something else; it does not stand then
     */
    public long publish(Manifest manifest) throws IOException {
        byte[] text = manifest.toBytes();
        try (FrameCompressor compressor = new FrameCompressor()) {
            Frame frame = compressor.compress(text, 0, text.length);
            byte[] stored = padded(frame.bytes(), text.length);
            put(manifest.name().object(), stored);
            requireReadable(manifest);
            return stored.length;
        }
    }

    private void requireReadable(Manifest manifest) throws IOException {
        try {
            manifest.requireReadable(text(manifest.name()));
        } catch (IOException e) {
            IOException refused = new IOException(
                    "snapshot " + manifest.id() + " was not made, for its manifest cannot be read back: "
                            + (e instanceof DamagedException damage ? damage.what() : e.getMessage()),
                    e);
            try {
                delete(manifest.name());
            } catch (IOException more) {
                refused.addSuppressed(more);
            }
            throw refused;
        }
    }

    /**
     * A manifest that is smaller than the reader allows for its text, as one of a thousand nested directories is, followed by an
     * empty part that zstd passes over.
     */
    private static byte[] padded(byte[] frame, int size) {
        long least = size <= SMALL_MANIFEST ? 0 : size / MAX_GROWTH + 1;
        if (frame.length >= least) {
            return frame;
        }
        int padding = (int) Math.max(0, least - frame.length - SKIPPED_HEAD);
        ByteBuffer stored =
                ByteBuffer.allocate(frame.length + SKIPPED_HEAD + padding).order(ByteOrder.LITTLE_ENDIAN);
        return stored.put(frame).putInt(SKIPPED).putInt(padding).array();
    }

    public void delete(SnapshotName name) throws IOException {
        target.delete(name.object());
    }

    /** The segments of a generation, by their sums, with their sizes. */
    public Map<String, Long> segments(String generation) throws IOException {
        String prefix = SnapshotName.segmentsOf(generation);
        Map<String, Long> segments = new HashMap<>();
        for (BackupTarget.Stored stored : target.list(prefix)) {
            String file = stored.name().substring(prefix.length());
            if (file.endsWith(Segment.SUFFIX)) {
                segments.put(file.substring(0, file.length() - Segment.SUFFIX.length()), stored.bytes());
            }
        }
        return segments;
    }

    /** Removes a segment that no snapshot needs. */
    public void deleteSegment(String generation, String segment) throws IOException {
        Segment opened;
        synchronized (open) {
            opened = open.remove(segment);
        }
        if (opened != null) {
            opened.close();
        }
        target.delete(SnapshotName.segmentsOf(generation) + segment + Segment.SUFFIX);
    }

    /** All generations that anything lies in, the oldest first. */
    public List<String> generations() throws IOException {
        return target.list(SnapshotName.GENERATIONS).stream()
                .map(stored -> stored.name().substring(SnapshotName.GENERATIONS.length()))
                .map(name -> name.substring(0, Math.max(0, name.indexOf('/'))))
                .distinct()
                .toList();
    }

    /**
     * A segment for reading; it stays open as long as the repository.
     *
     * @throws DamagedException if it is missing, or has no table of frames
     */
    public Segment segment(String generation, String segment) throws IOException {
        synchronized (open) {
            Segment known = open.get(segment);
            if (known != null) {
                return known;
            }
            FileInput file;
            try {
                file = target.get(SnapshotName.segmentsOf(generation) + segment + Segment.SUFFIX);
            } catch (NoSuchFileException e) {
                throw new DamagedException(0, "segment " + segment + " is missing");
            }
            Segment opened = Segment.of(segment, file, cache, decompressor);
            open.put(segment, opened);
            return opened;
        }
    }

    /** The recipe that lies at a place, if it can be read. */
    private Recipe recipe(String generation, Recipe.Place place) throws IOException {
        byte[] text = segment(generation, place.segment()).read(place.offset(), place.length());
        try {
            return Recipe.of(JsonObject.parse(text));
        } catch (JsonSyntaxException e) {
            throw new DamagedException(place.offset(), "segment " + place.segment() + " holds no recipe there");
        }
    }

    /** The recipe of a file of a snapshot, from its segment or, if that is damaged, from the copy in the manifest. */
    public Recipe recipeOf(Manifest manifest, FileEntry file) throws IOException {
        return recipe(manifest.name().generation(), file.place(), file.recipe());
    }

    /**
     * The recipe that lies at a place.
     *
     * @param copy where it is known from if its segment is damaged; if that is not known either, the snapshot that it was written
     *     for has one
     */
    Recipe recipe(String generation, Recipe.Place place, @Nullable Recipe copy) throws IOException {
        try {
            return recipe(generation, place);
        } catch (DamagedException e) {
            if (copy != null) {
                return copy;
            }
            Recipe known = copies(generation).get(place);
            if (known != null) {
                return known;
            }
            throw e;
        }
    }

    /** The recipes that the manifests of a generation have copies of. Only asked for where there is damage. */
    private Map<Recipe.Place, Recipe> copies(String generation) throws IOException {
        synchronized (copies) {
            Map<Recipe.Place, Recipe> known = copies.get(generation);
            if (known == null) {
                known = new HashMap<>();
                for (SnapshotName name : snapshots()) {
                    if (name.generation().equals(generation)) {
                        addCopies(name, known);
                    }
                }
                copies.put(generation, known);
            }
            return known;
        }
    }

    private void addCopies(SnapshotName name, Map<Recipe.Place, Recipe> known) throws IOException {
        try {
            read(name).files().forEach(file -> known.putIfAbsent(file.place(), file.recipe()));
        } catch (DamagedException | NoSuchFileException e) {
            // Another snapshot may have them, too.
        }
    }

    /**
     * Looks whether a file's recipe makes what it promises of the version before it, and that one of the one before, and so on.
     *
     * @param known the recipes that were found sound before; takes those that are now
     * @throws DamagedException if one does not
     */
    public void requireSound(Manifest manifest, FileEntry file, Map<Recipe.Place, Recipe> known) throws IOException {
        String generation = manifest.name().generation();
        Recipe top = recipe(generation, file.place());
        if (!top.text().equals(file.content())) {
            throw new DamagedException(file.place().offset(), "its recipe is of another text");
        }
        Recipe.Place place = file.place();
        Recipe recipe = top;
        while (known.putIfAbsent(place, recipe) == null) {
            Recipe.Before before = recipe.before();
            if (before == null) {
                Ranges.follow(recipe, Ranges.none(), 0);
                return;
            }
            Recipe older = recipe(generation, before.place());
            Ranges.follow(
                    recipe, Ranges.whole(before.inflated().orElse(older.text().size())), 0);
            place = before.place();
            recipe = older;
        }
    }

    /** The newest snapshot whose manifest can be read and passes a test. */
    public Optional<Manifest> newest(Predicate<Manifest> test) throws IOException {
        for (SnapshotName name : snapshots().reversed()) {
            try {
                Manifest manifest = read(name);
                if (test.test(manifest)) {
                    return Optional.of(manifest);
                }
            } catch (DamagedException | NoSuchFileException e) {
                // verify tells of it; an older one serves as well.
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        synchronized (open) {
            for (Segment segment : open.values()) {
                segment.close();
            }
            open.clear();
        }
        decompressor.close();
    }
}
