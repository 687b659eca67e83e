package loom.aml.backup.create;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import loom.aml.backup.repository.AccessText;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Recipe;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.FileName;
import loom.aml.io.Sha256;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;
import loom.aml.store.file.StoreTree;
import loom.aml.store.log.TimedId;

/**
 * Creates one snapshot of a store.
 *
 * <pre>
 * compare every file with the previous snapshot    unchanged files are not read
 * read the others                                  their new bytes go into a segment that is not yet visible
 * publish the segment and read it back             every changed file is assembled from it and must have the SHA-256 that was read
 * publish the manifest                             the snapshot exists
 * </pre>
 */
public final class SnapshotWriter {
    private static final String MONITORING = "monitoring";

    private final StorePaths store;
    private final Repository repository;
    private final RandomGenerator random;

    /** @param random generates the last digits of ids */
    public SnapshotWriter(StorePaths store, Repository repository, RandomGenerator random) {
        this.store = store;
        this.repository = repository;
        this.random = random;
    }

    /**
     * Creates a snapshot, or returns the newest one if it is still current. Requires the write lease, see {@link
     * Repository#lock}.
     *
     * @throws loom.aml.io.DiskFullException if the disk is full; nothing was added
     */
    public Snapshot write(SnapshotRequest request) throws IOException {
        Optional<Manifest> parent =
                request.isFull() ? Optional.empty() : repository.newest(manifest -> manifest.covers(request.agents()));
        try {
            return write(request, parent, Set.of());
        } catch (NotReproducedException e) {
            // Two units share a checksum, or an old segment is damaged: store these files without reference to earlier
            // data.
            return write(request, parent, e.paths());
        }
    }

    private Snapshot write(SnapshotRequest request, Optional<Manifest> parent, Set<String> independent)
            throws IOException {
        SnapshotName name = nextName(parent);
        List<Finding> findings = new ArrayList<>();
        StoreTree tree = StoreTree.of(store.disk(), store.root(), store.scope());
        findings.addAll(tree.findings());
        List<FolderEntry> folders = folders(tree, request.agents(), findings);
        Map<String, FileEntry> entries = new TreeMap<>();
        List<String> changed = new ArrayList<>();
        List<String> watching = new ArrayList<>();
        Map<String, FileEntry> before = entriesOf(parent);
        tree.files().forEach((path, state) -> {
            FileEntry known = before.get(path);
            if (!isCovered(path, request.agents())) {
                return;
            }
            if (known == null || independent.contains(path) || !known.isOf(state)) {
                (isWatching(path) ? watching : changed).add(path);
            } else {
                entries.put(path, known);
            }
        });
        try (StoreReading reading = new StoreReading(store, repository, parent, independent, findings)) {
            List<StoreReading.Placed> read = new ArrayList<>(read(reading, changed, entries));
            boolean isAsBefore = reading.isEmpty()
                    && read.stream().allMatch(placed -> placed.version().isKept())
                    && parent.filter(manifest -> isSame(manifest, entries, folders, request))
                            .filter(manifest -> isDescribed(manifest, request))
                            .isPresent();
            if (isAsBefore) {
                return new Snapshot(parent.get(), false, 0, findings);
            }
            read.addAll(read(reading, watching, entries));
            parent.ifPresent(manifest -> findings.addAll(RemovedAgents.findings(manifest, tree)));
            return publish(name, request, parent, folders, entries, read, reading, findings);
        }
    }

    /**
     * Returns whether an existing snapshot of the same state satisfies a request. Before a run every snapshot does. Otherwise
     * it must have the requested description and must not be an automatic one, which does not count as a backup.
     */
    private static boolean isDescribed(Manifest manifest, SnapshotRequest request) {
        boolean isAutomatic = request.run().filter(TimedId::isOne).isPresent();
        return isAutomatic
                || !manifest.isAutomatic()
                        && (request.description().isEmpty()
                                || request.run().isPresent()
                                || request.description().equals(manifest.description()));
    }

    /** Reads the changed files and reuses the entries of unchanged ones. */
    private static List<StoreReading.Placed> read(
            StoreReading reading, List<String> paths, Map<String, FileEntry> entries) throws IOException {
        List<StoreReading.Placed> read = reading.read(paths);
        for (StoreReading.Placed placed : read) {
            if (placed.version().isKept()) {
                entries.put(placed.version().path(), placed.version().kept());
            }
        }
        return read;
    }

    private Snapshot publish(
            SnapshotName name,
            SnapshotRequest request,
            Optional<Manifest> parent,
            List<FolderEntry> folders,
            Map<String, FileEntry> entries,
            List<StoreReading.Placed> read,
            StoreReading reading,
            List<Finding> findings)
            throws IOException {
        List<Written> written = new ArrayList<>();
        for (StoreReading.Placed placed : read) {
            if (!placed.version().isKept()) {
                Recipe recipe = recipe(placed, parent);
                byte[] text = recipe.toJson().toString().getBytes(StandardCharsets.UTF_8);
                written.add(new Written(placed.version(), recipe, reading.add(text), text.length));
            }
        }
        Optional<Sha256.Sum> segment = reading.publish(SnapshotName.segmentsOf(name.generation()));
        try {
            List<FileEntry> changed = new ArrayList<>();
            for (Written file : written) {
                FileEntry entry = file.entry(segment.orElseThrow().hex());
                changed.add(entry);
                entries.put(entry.path(), entry);
            }
            Manifest manifest = new Manifest(
                    name,
                    TimedId.timeOf(name.id()).orElseThrow(),
                    parent.map(Manifest::id),
                    request.description(),
                    request.run(),
                    request.agents(),
                    folders,
                    List.copyOf(entries.values()),
                    segments(parent, segment),
                    leftOut(findings),
                    segment.map(Sha256.Sum::size).orElse(0L));
            Set<String> unsound =
                    new ReadBack(store.options().workers(), repository).unsound(manifest, segment, changed);
            if (!unsound.isEmpty()) {
                throw new NotReproducedException(unsound);
            }
            long size = repository.publish(manifest);
            return new Snapshot(manifest, true, manifest.added() + size, findings);
        } catch (IOException | RuntimeException e) {
            segment.ifPresent(sum -> dropUnlessNeeded(name.generation(), sum.hex(), e));
            throw e;
        }
    }

    /**
     * Removes the segment of a snapshot that was not created. It is kept if an earlier snapshot uses it, or if the manifest
     * exists although publishing it reported an error. Rotation collects leftovers.
     */
    private void dropUnlessNeeded(String generation, String segment, Exception failure) {
        try {
            for (SnapshotName name : repository.snapshots()) {
                if (name.generation().equals(generation)
                        && repository.read(name).segments().contains(segment)) {
                    return;
                }
            }
            repository.deleteSegment(generation, segment);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Returns a new name. Snapshots are numbered, so that their order does not depend on the clock. If a random id already
     * exists, another one is generated.
     */
    private SnapshotName nextName(Optional<Manifest> parent) throws IOException {
        List<SnapshotName> all = repository.snapshots();
        long sequence = all.isEmpty() ? 1 : all.getLast().sequence() + 1;
        Set<String> taken = new HashSet<>();
        all.forEach(name -> taken.add(name.id()));
        Instant time = store.options().clock().instant();
        String id = TimedId.of(time, random);
        while (taken.contains(id)) {
            id = TimedId.of(time, random);
        }
        return new SnapshotName(
                parent.map(manifest -> manifest.name().generation()).orElse(id), id, sequence);
    }

    /** Returns whether a file belongs to monitoring; such a change alone does not justify a snapshot. */
    private static boolean isWatching(String path) {
        return path.equals(MONITORING) || path.startsWith(MONITORING + "/");
    }

    private static boolean isCovered(String path, Set<String> agents) {
        return agents.isEmpty()
                || path.contains("/") && agents.contains(path.substring(0, path.indexOf('/')))
                || agents.contains(path);
    }

    private List<FolderEntry> folders(StoreTree tree, Set<String> agents, List<Finding> findings) {
        List<FolderEntry> folders = new ArrayList<>();
        for (String path : tree.directories()) {
            if (isCovered(path, agents)) {
                try {
                    folders.add(new FolderEntry(
                            path, AccessText.of(store.disk().wholeAccess(FileName.resolve(store.root(), path)))));
                } catch (IOException e) {
                    findings.add(StoreReading.unreadable(store, path, e));
                }
            }
        }
        return folders;
    }

    private static Map<String, FileEntry> entriesOf(Optional<Manifest> manifest) {
        Map<String, FileEntry> entries = new HashMap<>();
        manifest.ifPresent(known -> known.files().forEach(file -> entries.put(file.path(), file)));
        return entries;
    }

    /** Returns whether the current state of the store matches a snapshot. */
    private static boolean isSame(
            Manifest manifest, Map<String, FileEntry> entries, List<FolderEntry> folders, SnapshotRequest request) {
        Map<String, FileEntry> then = new TreeMap<>();
        for (FileEntry file : manifest.files()) {
            if (isCovered(file.path(), request.agents()) && !isWatching(file.path())) {
                then.put(file.path(), file);
            }
        }
        Map<String, FileEntry> now = new TreeMap<>(entries);
        now.keySet().removeIf(SnapshotWriter::isWatching);
        return counting(manifest.folders(), request).equals(counting(folders, request))
                && then.keySet().equals(now.keySet())
                && now.values().stream().allMatch(file -> {
                    FileEntry old = then.get(file.path());
                    return old != null && file.isSameAs(old);
                });
    }

    private static List<FolderEntry> counting(List<FolderEntry> folders, SnapshotRequest request) {
        return folders.stream()
                .filter(folder -> isCovered(folder.path(), request.agents()) && !isWatching(folder.path()))
                .toList();
    }

    private Recipe recipe(StoreReading.Placed placed, Optional<Manifest> parent) throws IOException {
        FileVersion version = placed.version();
        Recipe.Before before = null;
        if (version.before().isPresent() && parent.isPresent()) {
            FileEntry old = version.before().get();
            before =
                    Recipe.Before.of(old, repository.recipeOf(parent.get(), old).alone());
        }
        return new Recipe(version.content(), placed.at(), version.steps(), before);
    }

    /** A file whose new bytes and recipe are in the segment. */
    private record Written(FileVersion version, Recipe recipe, long offset, int length) {
        FileEntry entry(String segment) {
            return version.entry(new Recipe.Place(segment, offset, length), recipe.alone());
        }
    }

    private static List<String> leftOut(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.UNREADABLE)
                .map(Finding::where)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> segments(Optional<Manifest> parent, Optional<Sha256.Sum> own) {
        Set<String> segments = new HashSet<>(parent.map(Manifest::segments).orElse(List.of()));
        own.ifPresent(sum -> segments.add(sum.hex()));
        return segments.stream().sorted().toList();
    }
}
