package loom.aml.backup.repack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.Rotation;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.store.Finding;
import loom.aml.store.Workers;

/**
 * Rewrites the snapshots of a generation, optionally with changed contents. Their ids, times and everything else that users see stay the
 * same.
 *
 * <pre>
 * read every content and write it into new segments     each must have the SHA-256 of its manifest
 * read back the segments, assemble every content        each must have the SHA-256 of the original or changed content
 * replace the manifests, one by one                     each snapshot is the former or the rewritten one
 * remove the segments that no manifest needs
 * </pre>
 *
 * <p>An interruption leaves complete snapshots and perhaps segments that none of them needs; the next rewrite or rotation removes these.
 * Snapshots with a file that cannot be read stay as they are, with all their segments. Not safe for use by several threads.
 */
public final class SnapshotRewrite {
    private final Repository repository;
    private final Workers workers;
    private final ContentChange change;

    /** @param workers read back what was written */
    public SnapshotRewrite(Repository repository, Workers workers, ContentChange change) {
        this.repository = repository;
        this.workers = workers;
        this.change = change;
    }

    /**
     * The result.
     *
     * @param snapshots the ids of the rewritten snapshots, the oldest first
     * @param bytesRemoved the size of the segments that were removed
     * @param findings snapshots that were not rewritten, with the reasons, and why segments were kept
     */
    public record Result(List<String> snapshots, long bytesRemoved, List<Finding> findings) {
        public Result {
            snapshots = List.copyOf(snapshots);
            findings = List.copyOf(findings);
        }

        /** Returns whether all snapshots were rewritten. */
        public boolean isComplete() {
            return findings.stream().noneMatch(Finding::isProblem);
        }
    }

    /**
     * Rewrites all snapshots of a generation. Requires the write lease, see {@link Repository#lock}.
     *
     * @throws IOException if it fails; every snapshot can be restored as before
     */
    public Result rewrite(String generation) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<Manifest> manifests = intact(generation, findings);
        Set<String> independent = new HashSet<>();
        while (true) {
            try {
                Set<String> wrong = rewritten(generation, manifests, independent);
                if (wrong.isEmpty()) {
                    break;
                }
                // Two units share a checksum, or a text moves backwards too often in gzip: store these files whole.
                if (!independent.addAll(wrong)) {
                    throw new IOException("cannot be read back as it was written: " + String.join(", ", wrong));
                }
            } catch (UnreadableFileException e) {
                manifests = without(e, manifests, findings);
            }
        }
        Rotation.Result collected = new Rotation(repository).collect(generation);
        collected.findings().stream()
                .filter(finding ->
                        findings.stream().noneMatch(known -> known.where().equals(finding.where())))
                .forEach(findings::add);
        return new Result(manifests.stream().map(Manifest::id).toList(), collected.bytes(), findings);
    }

    private List<Manifest> intact(String generation, List<Finding> findings) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (SnapshotName name : repository.snapshots()) {
            if (name.generation().equals(generation)) {
                try {
                    Manifest manifest = repository.read(name);
                    requireIntact(manifest);
                    manifests.add(manifest);
                } catch (DamagedException e) {
                    findings.add(kept("snapshot " + name.id(), e));
                }
            }
        }
        return manifests;
    }

    private void requireIntact(Manifest manifest) throws IOException {
        for (String segment : manifest.segments()) {
            if (!repository.segment(manifest.name().generation(), segment).isIntact()) {
                throw new DamagedException(0, "segment " + segment + " does not match its checksum");
            }
        }
    }

    private static Finding kept(String where, DamagedException damage) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                where,
                damage.what(),
                "not rewritten, and all its segments are kept; 'aml backup verify --all' shows what is damaged");
    }

    private static List<Manifest> without(UnreadableFileException e, List<Manifest> manifests, List<Finding> findings) {
        List<Manifest> others = new ArrayList<>();
        for (Manifest manifest : manifests) {
            Optional<FileEntry> same = manifest.files().stream()
                    .filter(file -> file.place().equals(e.file().place()))
                    .findFirst();
            if (same.isPresent()) {
                findings.add(
                        kept("snapshot " + manifest.id() + ", " + same.get().path(), e.damage()));
            } else {
                others.add(manifest);
            }
        }
        if (others.size() == manifests.size()) {
            throw new IllegalStateException("no snapshot contains " + e.file().path(), e);
        }
        return others;
    }

    /** Returns the files that could not be assembled from what was written; nothing was replaced then. */
    private Set<String> rewritten(String generation, List<Manifest> manifests, Set<String> independent)
            throws IOException {
        String directory = SnapshotName.segmentsOf(generation);
        Packing packing = new Packing(repository, directory, independent);
        boolean isUndecided = true;
        try {
            Drafts drafts = new Drafts(repository, change);
            List<Draft> newestFirst = new ArrayList<>();
            for (Manifest manifest : newestFirst(manifests)) {
                newestFirst.add(drafts.of(manifest));
            }
            packing.pack(newestFirst);
            List<Manifest> after =
                    newestFirst.stream().map(draft -> draft.manifest(change)).toList();
            Set<String> wrong =
                    new RewriteProof(repository, workers).wrong(generation, packing.segments(), newestFirst, after);
            if (wrong.isEmpty()) {
                // From now on a manifest may need the new segments, even if replacing it seems to have failed.
                isUndecided = false;
                for (Manifest manifest : after) {
                    repository.replace(manifest);
                }
            }
            return wrong;
        } finally {
            if (isUndecided) {
                dropUnneeded(generation);
            }
        }
    }

    /** A failed rewrite should not leave a full disk behind. */
    private void dropUnneeded(String generation) {
        try {
            new Rotation(repository).collect(generation);
        } catch (IOException e) {
            // The next rewrite or rotation removes them.
        }
    }

    /** The newest snapshot of the whole store comes first: it is the one that is most likely to be restored. */
    private static List<Manifest> newestFirst(List<Manifest> manifests) {
        List<Manifest> order = new ArrayList<>(manifests.reversed());
        order.stream().filter(manifest -> manifest.covers(Set.of())).findFirst().ifPresent(newest -> {
            order.remove(newest);
            order.addFirst(newest);
        });
        return order;
    }
}
