package loom.aml.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Recipe;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.backup.segment.Segment;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.store.Finding;
import loom.aml.store.Workers;

/**
 * Verifies that snapshots can be restored. A segment is intact if its name is the SHA-256 of its bytes and every frame
 * decompresses to its declared content. A snapshot is intact if its manifest matches its seal, its segments are intact, and its
 * files can be assembled from them. Changes nothing.
 */
public final class Verifier {
    private final Repository repository;
    private final Workers workers;
    private final List<Finding> findings = new ArrayList<>();
    private int files;
    private int segments;
    private long bytes;

    /** @param threads the number of files and segments that are read at once */
    public Verifier(Repository repository, int threads) {
        this(repository, new Workers(threads));
    }

    public Verifier(Repository repository, Workers workers) {
        this.repository = repository;
        this.workers = workers;
    }

    /** Verifies one snapshot: reads all its segments and assembles every file. */
    public Verification verify(Manifest manifest) throws IOException {
        Map<String, Long> standing = repository.segments(manifest.name().generation());
        segments(manifest.name().generation(), new TreeSet<>(manifest.segments()), standing);
        files(manifest);
        return result(List.of(manifest.id()));
    }

    /**
     * Verifies all manifests, segments and recipes, and the text of every file in the newest snapshot of each generation. The
     * texts of older snapshots need not be assembled: they were compared at creation, from bytes that are verified to be
     * unchanged.
     */
    public Verification verifyAll() throws IOException {
        List<String> ids = new ArrayList<>();
        Map<String, List<Manifest>> generations = new TreeMap<>();
        for (SnapshotName name : repository.snapshots()) {
            ids.add(name.id());
            Snapshots.read(repository, name, findings)
                    .ifPresent(manifest -> generations
                            .computeIfAbsent(name.generation(), _ -> new ArrayList<>())
                            .add(manifest));
        }
        for (Map.Entry<String, List<Manifest>> generation : generations.entrySet()) {
            Set<String> needed = new LinkedHashSet<>();
            generation.getValue().forEach(manifest -> needed.addAll(manifest.segments()));
            segments(generation.getKey(), needed, repository.segments(generation.getKey()));
            recipes(generation.getValue());
            files(generation.getValue().getLast());
        }
        return result(ids);
    }

    private Verification result(List<String> ids) {
        return new Verification(ids, files, segments, bytes, findings);
    }

    private void segments(String generation, Set<String> needed, Map<String, Long> standing) throws IOException {
        List<String> names = List.copyOf(needed);
        List<Optional<Finding>> found = workers.map(
                names, name -> standing.getOrDefault(name, 0L), name -> segment(generation, name, standing));
        found.forEach(finding -> finding.ifPresent(findings::add));
        for (String name : names) {
            Long size = standing.get(name);
            segments += size == null ? 0 : 1;
            bytes += size == null ? 0 : size;
        }
    }

    private Optional<Finding> segment(String generation, String name, Map<String, Long> standing) throws IOException {
        if (!Sha256.isHex(name) || !standing.containsKey(name)) {
            return Optional.of(damaged(generation, name, "is missing"));
        }
        try {
            Segment segment = repository.segment(generation, name);
            if (!segment.sum().hex().equals(name)) {
                return Optional.of(
                        damaged(generation, name, "does not match its checksum: its SHA-256 is not its name"));
            }
            segment.readAll();
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of(damaged(generation, name, e.what()));
        }
    }

    private static Finding damaged(String generation, String name, String what) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                SnapshotName.segmentsOf(generation) + name + Segment.SUFFIX,
                what,
                "left unchanged; run 'aml backup create --full' to start a generation that does not depend on it");
    }

    /**
     * Verifies that each recipe of the generation produces its declared text from the previous version; it follows that all of
     * them do together.
     */
    private void recipes(List<Manifest> manifests) throws IOException {
        Map<Recipe.Place, Recipe> known = new HashMap<>();
        for (Manifest manifest : manifests) {
            for (FileEntry file : manifest.files()) {
                recipe(manifest, file, known);
            }
        }
    }

    private void recipe(Manifest manifest, FileEntry file, Map<Recipe.Place, Recipe> known) throws IOException {
        try {
            repository.requireSound(manifest, file, known);
        } catch (DamagedException e) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED,
                    "snapshot " + manifest.id() + ", " + file.path(),
                    e.what(),
                    "this file cannot be fully restored from this snapshot"));
        }
    }

    private void files(Manifest manifest) throws IOException {
        List<Optional<Finding>> found =
                workers.map(manifest.files(), file -> file.content().size(), file -> file(manifest, file));
        found.forEach(finding -> finding.ifPresent(findings::add));
        files += manifest.files().size();
    }

    private Optional<Finding> file(Manifest manifest, FileEntry file) throws IOException {
        try {
            new SnapshotFile(repository, manifest, file).check();
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of(Finding.of(
                    Finding.Kind.DAMAGED,
                    "snapshot " + manifest.id() + ", " + file.path(),
                    e.what(),
                    "this file cannot be fully restored from this snapshot"));
        }
    }
}
