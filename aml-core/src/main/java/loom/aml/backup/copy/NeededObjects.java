package loom.aml.backup.copy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.segment.Segment;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;

/**
 * Selects the segments that the copy needs after one of the two was repacked. Segments that only repacked snapshots need are another form of
 * what the copy has.
 */
final class NeededObjects {
    private final BackupTarget from;

    NeededObjects(BackupTarget from) {
        this.from = from;
    }

    /**
     * Returns the missing objects without unneeded segments. If a snapshot cannot be read, all segments of its generation are needed.
     *
     * @param alike the names of the snapshots that the copy has in another form
     */
    List<CopiedObject> of(List<CopiedObject> missing, Set<String> alike) throws IOException {
        Set<String> needed = new HashSet<>();
        Set<String> whole = new HashSet<>();
        try (Repository repository = new Repository(from)) {
            for (SnapshotName name : repository.snapshots()) {
                if (!alike.contains(name.object())) {
                    String folder = SnapshotName.segmentsOf(name.generation());
                    try {
                        repository
                                .read(name)
                                .segments()
                                .forEach(segment -> needed.add(folder + segment + Segment.SUFFIX));
                    } catch (DamagedException | NoSuchFileException e) {
                        whole.add(folder);
                    }
                }
            }
        }
        List<CopiedObject> objects = new ArrayList<>();
        for (CopiedObject object : missing) {
            boolean isSegment = object.kind() == CopiedObject.Kind.SEGMENT;
            if (!isSegment || needed.contains(object.name()) || whole.stream().anyMatch(object.name()::startsWith)) {
                objects.add(object);
            }
        }
        return objects;
    }
}
