package loom.aml.backup.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import loom.aml.backup.segment.Segment;
import loom.aml.backup.segment.SegmentWriter;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * All snapshots of one store, and the segments that they are made of. Reading needs no lease. Safe for use by many threads.
 *
 * <pre>
 * repository.json                                       format, id
 * generations/&lt;full id&gt;/segments/&lt;sha256&gt;.zst      bytes that no earlier segment of the generation held
 * generations/&lt;full id&gt;/snapshots/&lt;id&gt;.&lt;sequence&gt;.json.zst    manifests
 * </pre>
 */
public final class Repository implements AutoCloseable {
    private static final String HEAD = "repository.json";
    private static final int LARGEST_HEAD = 1 << 20;

    private final BackupTarget target;
    private final Manifests manifests;
    private final Segments segments;
    private final Recipes recipes;
    private volatile @Nullable Lease lease;

    public Repository(BackupTarget target) {
        this.target = target;
        this.manifests = new Manifests(target);
        this.segments = new Segments(target);
        this.recipes = new Recipes(this);
    }

    /** Returns where the repository is, for people. */
    public String location() {
        return target.location();
    }

    /**
     * Takes the right to write, and creates the repository if it does not exist.
     *
     * @throws loom.aml.storage.StoreLockedException if somebody else holds it for longer than {@code wait}
     */
    public Lease lock(Duration wait) throws IOException {
        Lease taken = target.lease(BackupTarget.WRITER, LeaseTerms.of("backup or restore", wait));
        try {
            requireFormat();
            lease = taken;
            return taken;
        } catch (IOException | RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    /** Verifies, before something is published or deleted, that no other process has taken over the right to write. */
    private void requireLease() throws IOException {
        Lease held = lease;
        if (held != null) {
            held.requireHeld();
        }
    }

    private void requireFormat() throws IOException {
        JsonObject head;
        try (ObjectReader in = target.open(HEAD)) {
            head = JsonObject.parse(in.readAll(LARGEST_HEAD));
        } catch (NoSuchFileException e) {
            createHead();
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

    private void createHead() throws IOException {
        byte[] head = JsonObject.builder()
                .put("format", Manifest.FORMAT)
                .put("id", UUID.randomUUID().toString())
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try (BackupTarget.Upload upload = target.upload()) {
            upload.write(head, 0, head.length);
            upload.publish(HEAD);
        }
    }

    /** Returns all snapshots in the order in which they were made, which is not that of their times if the clock was set. */
    public List<SnapshotName> snapshots() throws IOException {
        List<SnapshotName> names = new ArrayList<>();
        for (BackupTarget.Stored stored : target.list(SnapshotName.GENERATIONS)) {
            SnapshotName.of(stored.name()).ifPresent(names::add);
        }
        names.sort(null);
        return names;
    }

    /** Returns all generations that contain anything, the oldest first. */
    public List<String> generations() throws IOException {
        return target.list(SnapshotName.GENERATIONS).stream()
                .map(stored -> stored.name().substring(SnapshotName.GENERATIONS.length()))
                .map(name -> name.substring(0, Math.max(0, name.indexOf('/'))))
                .distinct()
                .toList();
    }

    /**
     * Reads a manifest.
     *
     * @throws DamagedException if it is not what was written
     * @throws NoSuchFileException if it does not exist
     */
    public Manifest read(SnapshotName name) throws IOException {
        return manifests.read(name);
    }

    /** Returns the newest snapshot whose manifest can be read and passes a test. */
    public Optional<Manifest> newest(Predicate<Manifest> test) throws IOException {
        for (SnapshotName name : snapshots().reversed()) {
            try {
                Manifest manifest = read(name);
                if (test.test(manifest)) {
                    return Optional.of(manifest);
                }
            } catch (DamagedException | NoSuchFileException e) {
                // verify reports it; an older one will do.
            }
        }
        return Optional.empty();
    }

    /**
     * Publishes a manifest and reads it back.
     *
     * @return its size as it is stored
     * @throws IOException if it cannot be written, or reads as something else; it is removed then
     */
    public long publish(Manifest manifest) throws IOException {
        requireLease();
        return manifests.publish(manifest);
    }

    /** Deletes a manifest. */
    public void delete(SnapshotName name) throws IOException {
        requireLease();
        target.delete(name.object());
    }

    /** Begins a segment. */
    public SegmentWriter newSegment() throws IOException {
        return new SegmentWriter(target.upload());
    }

    /** Returns the segments of a generation, by their sums, with their sizes. */
    public Map<String, Long> segments(String generation) throws IOException {
        return segments.sizes(generation);
    }

    /**
     * Opens a segment for reading; it stays open as long as the repository.
     *
     * @throws DamagedException if it is missing, or has no table of frames
     */
    public Segment segment(String generation, String segment) throws IOException {
        return segments.open(generation, segment);
    }

    /** Deletes a segment that no snapshot needs. */
    public void deleteSegment(String generation, String segment) throws IOException {
        requireLease();
        segments.delete(generation, segment);
    }

    /** Reads the recipe of a file of a snapshot, from its segment or, if that is damaged, from the copy in the manifest. */
    public Recipe recipeOf(Manifest manifest, FileEntry file) throws IOException {
        return recipe(manifest.name().generation(), file.place(), file.recipe());
    }

    /**
     * Reads the recipe at a place.
     *
     * @param copy the recipe from elsewhere, in case its segment is damaged
     */
    Recipe recipe(String generation, Recipe.Place place, @Nullable Recipe copy) throws IOException {
        return recipes.read(generation, place, copy);
    }

    /**
     * Verifies that the recipe of a file makes what it promises of the versions before it.
     *
     * @param known the recipes that were found sound before; those that are found now are added
     * @throws DamagedException if it does not
     */
    public void requireSound(Manifest manifest, FileEntry file, Map<Recipe.Place, Recipe> known) throws IOException {
        recipes.requireSound(manifest, file, known);
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
