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
 * Selects the segments that missing snapshots need. After one of the two was repacked, the other segments are another form of what the
 * copy has.
 */
final class NeededObjects {
    private final BackupTarget from;

    NeededObjects(BackupTarget from) {
        this.from = from;
    }

    /**
     * Returns the missing objects without unneeded segments. If a snapshot cannot be read, all segments of its generation are needed.
     */
    List<CopiedObject> of(List<CopiedObject> missing) throws IOException {
        Set<String> needed = new HashSet<>();
        Set<String> whole = new HashSet<>();
        try (Repository repository = new Repository(from)) {
            for (CopiedObject object : missing) {
                SnapshotName name = SnapshotName.of(object.name()).orElse(null);
                if (name != null) {
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
