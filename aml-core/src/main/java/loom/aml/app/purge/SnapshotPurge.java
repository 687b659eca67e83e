package loom.aml.app.purge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.backup.repack.ContentChange;
import loom.aml.backup.repack.SnapshotRewrite;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;
import loom.aml.purge.ByteProof;
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

    /** Returns the snapshots that hold it, and changes nothing. */
    PurgePlan plan() throws IOException {
        known.clear();
        generations.clear();
        List<Place> places = new ArrayList<>();
        List<Finding> unsure = new ArrayList<>();
        for (SnapshotName name : repository.snapshots()) {
            try {
                snapshot(repository.read(name), places, unsure);
            } catch (NoSuchFileException e) {
                // Rotated away since the snapshots were listed.
            } catch (IOException e) {
                unsure.add(unsure("snapshot " + name.id(), e));
            }
        }
        return new PurgePlan(places, unsure);
    }

    private Finding unsure(String where, IOException e) {
        return PurgePlan.finding(target.location() + ", " + where, "cannot be read (" + e.getMessage() + ")");
    }

    private void snapshot(Manifest manifest, List<Place> places, List<Finding> unsure) {
        int count = wanted.masked(manifest.description()).equals(manifest.description()) ? 0 : 1;
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

    /** Returns the segments with bytes that no snapshot needs any more and that hold it. Their generations are rewritten too. */
    PurgePlan remains() throws IOException {
        ByteProof search = new ByteProof(wanted);
        search.target(target, GENERATIONS);
        List<Place> places = new ArrayList<>();
        for (String holder : search.holders()) {
            generationOf(holder)
                    .filter(generation -> !generations.contains(generation))
                    .ifPresent(_ -> places.add(new Place(
                            Place.Kind.SEGMENT,
                            target.location(),
                            holder.substring(target.location().length() + 1),
                            1)));
        }
        search.holders().forEach(holder -> generationOf(holder).ifPresent(generations::add));
        return new PurgePlan(places, search.unsure());
    }

    private Optional<String> generationOf(String holder) {
        String prefix = target.location() + "/" + GENERATIONS;
        int end = holder.indexOf(SEGMENTS);
        return end < 0 || !holder.startsWith(prefix)
                ? Optional.empty()
                : Optional.of(holder.substring(prefix.length(), end));
    }

    /** Rewrites the generations that the last plan found. Requires the lease. */
    List<Finding> run() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String generation : generations) {
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
    public synchronized boolean keepsFolder(String path) {
        return !content.isRemovedFolder(path);
    }
}
