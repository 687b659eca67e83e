package loom.aml.backup.create;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotText;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.store.Workers;

/** Reads back the data that a snapshot added, before the snapshot is published. */
final class ReadBack {
    private final Workers workers;
    private final Repository repository;

    ReadBack(Workers workers, Repository repository) {
        this.workers = workers;
        this.repository = repository;
    }

    /**
     * Assembles files as a restore would.
     *
     * @param segment the segment that was written for the snapshot
     * @param changed the files that it does not share with the previous snapshot
     * @return the paths of files that differ from what was read
     */
    Set<String> unsound(Manifest manifest, Optional<Sha256.Sum> segment, List<FileEntry> changed) throws IOException {
        boolean isWhole = segment.isEmpty() || isWhole(manifest, segment.get());
        List<Boolean> sound =
                workers.map(changed, file -> file.content().size(), file -> isWhole && isSound(manifest, file));
        Set<String> unsound = new TreeSet<>();
        for (int i = 0; i < changed.size(); i++) {
            if (!sound.get(i)) {
                unsound.add(changed.get(i).path());
            }
        }
        return unsound;
    }

    private boolean isWhole(Manifest manifest, Sha256.Sum segment) throws IOException {
        try {
            return repository
                    .segment(manifest.name().generation(), segment.hex())
                    .sum()
                    .equals(segment);
        } catch (DamagedException e) {
            return false;
        }
    }

    private boolean isSound(Manifest manifest, FileEntry file) throws IOException {
        try (SnapshotText text = SnapshotText.of(repository, manifest, file)) {
            return Sha256.of(text).equals(file.content());
        } catch (DamagedException e) {
            return false;
        }
    }
}
