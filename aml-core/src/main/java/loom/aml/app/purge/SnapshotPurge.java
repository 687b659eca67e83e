package loom.aml.app.purge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.backup.repack.ContentChange;
import loom.aml.backup.repack.SnapshotRewrite;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.LayoutSurvey;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;
import loom.aml.purge.ContentPurge;
import loom.aml.purge.Place;
import loom.aml.purge.PurgePlan;
import loom.aml.purge.Purged;
import loom.aml.purge.WantedText;
import loom.aml.storage.BackupTarget;
import loom.aml.store.Finding;
import loom.aml.store.Workers;

/** Purges the snapshots beside a store or in a copy. Only generations that hold the texts are rewritten. */
final class SnapshotPurge implements ContentChange {
    private static final long LARGEST = 1L << 30;
    private static final String GENERATIONS = "generations/";
    private static final String SEGMENTS = "/segments/";

    private final BackupTarget target;
    private final Repository repository;
    private final ContentPurge content;
    private final WantedText wanted;
    private final Workers workers;
    private final Set<String> generations = new TreeSet<>();
    private final Set<String> unneeded = new TreeSet<>();
    private final Map<Version, Purged> known = new HashMap<>();

    SnapshotPurge(
            BackupTarget target, Repository repository, ContentPurge content, WantedText wanted, Workers workers) {
        this.target = target;
        this.repository = repository;
        this.content = content;
        this.wanted = wanted;
        this.workers = workers;
    }

    /** The content of a file, which many snapshots may have. */
    private record Version(String path, Sha256.Sum sum) {}

    /** Returns the snapshots that hold it, and the segments that may, and changes nothing. */
    PurgePlan plan() throws IOException {
        known.clear();
        generations.clear();
        unneeded.clear();
        List<Place> places = new ArrayList<>();
        List<Finding> unsure = new ArrayList<>();
        SortedMap<String, List<Manifest>> manifests = new TreeMap<>();
        for (SnapshotName name : repository.snapshots()) {
            try {
                Manifest manifest = repository.read(name);
                manifests
                        .computeIfAbsent(name.generation(), _ -> new ArrayList<>())
                        .add(manifest);
                snapshot(manifest, places, unsure);
            } catch (NoSuchFileException e) {
                // Rotated away since the snapshots were listed.
            } catch (IOException e) {
                unsure.add(unsure("snapshot " + name.id(), e));
            }
        }
        for (String generation : stored()) {
            try {
                unneeded(generation, manifests.getOrDefault(generation, List.of()), places);
            } catch (IOException e) {
                unsure.add(unsure(GENERATIONS + generation, e));
            }
        }
        return new PurgePlan(places, unsure);
    }

    private Set<String> stored() throws IOException {
        Set<String> stored = new TreeSet<>();
        for (BackupTarget.Stored object : target.list(GENERATIONS)) {
            int end = object.name().indexOf(SEGMENTS);
            if (end > 0) {
                stored.add(object.name().substring(GENERATIONS.length(), end));
            }
        }
        return stored;
    }

    /**
     * Bytes that no snapshot needs are parts of former contents, which may begin and end anywhere: a search would not find a text of which
     * they have a part. So their generation is rewritten without them.
     */
    private void unneeded(String generation, List<Manifest> manifests, List<Place> places) throws IOException {
        if (manifests.isEmpty() || LayoutSurvey.of(repository, manifests).unneeded() > 0) {
            unneeded.add(generation);
            places.add(new Place(Place.Kind.SEGMENT, target.location(), GENERATIONS + generation, 0));
        }
    }

    private Finding unsure(String where, IOException e) {
        return PurgePlan.finding(target.location() + ", " + where, "cannot be read (" + e.getMessage() + ")");
    }

    private void snapshot(Manifest manifest, List<Place> places, List<Finding> unsure) {
        int count = wanted.masked(manifest.description()).equals(manifest.description()) ? 0 : 1;
        count += (int) manifest.agents().stream()
                .filter(agent -> !wanted.masked(agent).equals(agent))
                .count();
        count += (int) manifest.leftOut().stream()
                .filter(path -> !leftOut(path).equals(path))
                .count();
        count += (int) manifest.folders().stream()
                .filter(folder -> !keepsFolder(folder.path()))
                .count();
        for (FileEntry file : manifest.files()) {
            Version version = new Version(file.path(), file.content());
            Purged before = known.get(version);
            try {
                Purged purged = before == null ? purged(manifest, file) : before;
                known.put(version, purged);
                count += purged.count();
                if (purged instanceof Purged.Unsure no && before == null) {
                    unsure.add(PurgePlan.finding(
                            target.location() + ", snapshot " + manifest.id() + ", " + wanted.masked(file.path()),
                            no.reason()));
                }
            } catch (IOException e) {
                unsure.add(unsure("snapshot " + manifest.id() + ", " + wanted.masked(file.path()), e));
            }
        }
        if (count > 0) {
            generations.add(manifest.name().generation());
            places.add(new Place(Place.Kind.SNAPSHOT, target.location(), manifest.id(), count));
        }
    }

    /** Returns what a purge makes of a file, without its content. */
    private Purged purged(Manifest manifest, FileEntry file) throws IOException {
        if (file.content().size() > LARGEST) {
            return new Purged.Unsure(
                    "has " + file.content().size() + " bytes, and at most " + LARGEST + " are searched");
        }
        try (FileInput text = new SnapshotFile(repository, manifest, file).checkedContent()) {
            Purged purged = content.of(file.path(), text.stream().readAllBytes());
            return purged instanceof Purged.Changed changed ? new Purged.Changed(new byte[0], changed.count()) : purged;
        }
    }

    /** Rewrites the generations that the last plan found. Requires the lease. */
    List<Finding> run() throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> all = new TreeSet<>(generations);
        all.addAll(unneeded);
        for (String generation : all) {
            SnapshotRewrite.Result result = new SnapshotRewrite(repository, workers, this).rewrite(generation);
            result.findings().stream()
                    .filter(Finding::isProblem)
                    .map(finding -> PurgePlan.finding(
                            target.location() + ", " + wanted.masked(finding.where()),
                            "was not rewritten: " + finding.what()))
                    .forEach(findings::add);
        }
        return findings;
    }

    @Override
    public synchronized Result of(String path, Content file) throws IOException {
        if (content.isRemoved(path)) {
            return new Removed();
        }
        byte[] bytes;
        try (InputStream in = file.open()) {
            bytes = in.readNBytes((int) LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            return new Kept();
        }
        return switch (content.of(path, bytes)) {
            case Purged.Changed changed -> new Replaced(changed.content(), OptionalInt.empty());
            case Purged.Removed _ -> new Removed();
            case Purged.Free _, Purged.Unsure _ -> new Kept();
        };
    }

    @Override
    public synchronized String text(String text) {
        return wanted.masked(text);
    }

    @Override
    public synchronized String leftOut(String path) {
        return content.isRemoved(path) || content.isRemovedFolder(path) ? wanted.masked(path) : path;
    }

    @Override
    public synchronized boolean keepsFolder(String path) {
        return !content.isRemovedFolder(path);
    }
}
