package loom.aml.backup.repack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotText;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.store.Workers;

/** Reads rewritten snapshots as a restore would, before they replace the former ones. */
final class RewriteProof {
    private final Repository repository;
    private final Workers workers;

    RewriteProof(Repository repository, Workers workers) {
        this.repository = repository;
        this.workers = workers;
    }

    private record Read(Manifest manifest, FileContent content, FileEntry entry) {}

    /**
     * Returns the names of the files with a content that differs from the expected one.
     *
     * @param segments the segments that were written
     * @throws IOException if a segment is not what was written
     */
    Set<String> wrong(String generation, List<String> segments, List<Draft> drafts, List<Manifest> manifests)
            throws IOException {
        for (String segment : segments) {
            if (!repository.segment(generation, segment).isIntact()) {
                throw new IOException("segment " + segment + " cannot be read back as it was written");
            }
        }
        List<Read> contents = contents(drafts, manifests);
        List<Boolean> sound =
                workers.map(contents, read -> read.entry().content().size(), this::isSound);
        Set<String> wrong = new TreeSet<>();
        for (int i = 0; i < contents.size(); i++) {
            if (!sound.get(i)) {
                wrong.add(contents.get(i).content().file());
            }
        }
        return wrong;
    }

    /** Returns each content once. */
    private static List<Read> contents(List<Draft> drafts, List<Manifest> manifests) {
        Set<FileContent> seen = new HashSet<>();
        List<Read> contents = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Manifest manifest = manifests.get(i);
            for (Draft.File file : drafts.get(i).files()) {
                if (seen.add(file.content())) {
                    contents.add(
                            new Read(manifest, file.content(), file.content().placed(file.entry())));
                }
            }
        }
        return contents;
    }

    private boolean isSound(Read read) throws IOException {
        try (SnapshotText text = SnapshotText.of(repository, read.manifest(), read.entry())) {
            return Sha256.of(text).equals(read.entry().content());
        } catch (DamagedException e) {
            return false;
        }
    }
}
