package loom.aml.backup.repository;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import loom.aml.backup.segment.Segment;
import loom.aml.backup.segment.SegmentWriter;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import org.jspecify.annotations.Nullable;

/**
 * All snapshots of one store, and the segments that contain their data. Reading needs no lease. Safe for use by several threads.
 *
 * <pre>
 * repository.json                                       format, id
 * generations/&lt;full id&gt;/segments/&lt;sha256&gt;.zst      bytes that no earlier segment of the generation contains
 * generations/&lt;full id&gt;/snapshots/&lt;id&gt;.&lt;sequence&gt;.json.zst    manifests
 * </pre>
 */
public final class Repository implements AutoCloseable {
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

    /** Returns the location of the repository, for display. */
    public String location() {
        return target.location();
    }

    /**
     * Acquires the write lease, and creates the repository if it does not exist.
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

    /** Verifies, before something is published or deleted, that no other process has taken over the lease. */
    private void requireLease() throws IOException {
        Lease held = lease;
        if (held != null) {
            held.requireHeld();
        }
    }

    private void requireFormat() throws IOException {
        Optional<RepositoryHead> head = RepositoryHead.read(target);
        if (head.isEmpty()) {
            RepositoryHead.generated().write(target);
        } else {
            head.get().requireWritable(target);
        }
    }

    /**
     * Returns all snapshots in the order in which they were created, which differs from that of their times if the clock was
     * set.
     */
    public List<SnapshotName> snapshots() throws IOException {
        List<SnapshotName> names = new ArrayList<>();
        for (BackupTarget.Stored stored : target.list(SnapshotName.GENERATIONS)) {
            SnapshotName.of(stored.name()).ifPresent(names::add);
        }
        names.sort(null);
        return names;
    }

    /**
     * Returns the description of the repository; empty if absent.
     *
     * @throws DamagedException if it is damaged
     */
    public Optional<RepositoryHead> head() throws IOException {
        return RepositoryHead.read(target);
    }

    /**
     * Verifies what belongs to the target and to no object.
     *
     * @throws loom.aml.io.DamagedException if it is damaged
     */
    public void verifyTarget() throws IOException {
        target.verify();
    }

    /** Returns everything in the repository, also what is not an object of a snapshot. */
    public List<BackupTarget.Stored> objects() throws IOException {
        return target.list("");
    }

    /** Returns all generations with content, the oldest first. */
    public List<String> generations() throws IOException {
        return target.list(SnapshotName.GENERATIONS).stream()
                .map(stored -> stored.name().substring(SnapshotName.GENERATIONS.length()))
                // A file directly in the folder is not part of a generation.
                .filter(name -> name.indexOf('/') > 0)
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .toList();
    }

    /**
     * Reads a manifest.
     *
     * @throws DamagedException if it is damaged
     * @throws NoSuchFileException if it does not exist
     */
    public Manifest read(SnapshotName name) throws IOException {
        return manifests.read(name);
    }

    /** Returns the newest readable snapshot that matches a predicate. */
    public Optional<Manifest> newest(Predicate<Manifest> test) throws IOException {
        for (SnapshotName name : snapshots().reversed()) {
            try {
                Manifest manifest = read(name);
                if (test.test(manifest)) {
                    return Optional.of(manifest);
                }
            } catch (DamagedException | NoSuchFileException e) {
                // 'backup verify' reports the damage; continue with an older snapshot.
            }
        }
        return Optional.empty();
    }

    /**
     * Publishes a manifest and reads it back.
     *
     * @return its stored size
     * @throws IOException if it cannot be written, or its content differs when read back; it is removed then
     */
    public long publish(Manifest manifest) throws IOException {
        requireLease();
        return manifests.publish(manifest);
    }

    /**
     * Replaces a manifest by one for the same snapshot and reads it back.
     *
     * @throws IOException if it cannot be written, or its content differs when read back; the former one is written again then
     */
    public void replace(Manifest manifest) throws IOException {
        requireLease();
        manifests.replace(manifest);
    }

    /** Deletes a manifest. */
    public void delete(SnapshotName name) throws IOException {
        requireLease();
        target.delete(name.object());
    }

    /** Starts a segment. */
    public SegmentWriter newSegment() throws IOException {
        return new SegmentWriter(target.upload());
    }

    /** Returns the names of the segments of a generation with their sizes. */
    public Map<String, Long> segments(String generation) throws IOException {
        return segments.sizes(generation);
    }

    /**
     * Opens a segment for reading; it stays open until the repository is closed.
     *
     * @throws DamagedException if it is missing, or contains no complete frame
     */
    public Segment segment(String generation, String segment) throws IOException {
        return segments.open(generation, segment);
    }

    /** Deletes a segment that no snapshot needs. */
    public void deleteSegment(String generation, String segment) throws IOException {
        requireLease();
        segments.delete(generation, segment);
    }

    /**
     * Returns the recipe of a file of a snapshot from its segment or, if that is damaged, from the copy in the manifest.
     */
    public Recipe recipeOf(Manifest manifest, FileEntry file) throws IOException {
        return recipe(manifest.name().generation(), file.place(), file.recipe());
    }

    /**
     * Returns the recipe at a location.
     *
     * @param copy a copy of the recipe, in case its segment is damaged
     */
    Recipe recipe(String generation, Recipe.Place place, @Nullable Recipe copy) throws IOException {
        return recipes.read(generation, place, copy);
    }

    /**
     * Verifies that the recipe of a file and those that it builds on produce their declared texts.
     *
     * @param known recipes that were verified before; newly verified ones are added
     * @throws DamagedException if one does not
     */
    public void requireSound(Manifest manifest, FileEntry file, Map<Recipe.Place, Recipe> known) throws IOException {
        recipes.requireSound(manifest, file, known);
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
