package loom.aml.backup.repack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.backup.repository.Manifest;

/**
 * A snapshot that is being rewritten.
 *
 * @param before the snapshot as it was
 * @param files its files as they will be, in the same order
 */
record Draft(Manifest before, List<File> files) {
    Draft {
        files = List.copyOf(files);
    }

    /**
     * A file of the snapshot.
     *
     * @param before its entry before
     * @param entry its new entry, without the new place of the content
     */
    record File(FileEntry before, FileEntry entry, FileContent content) {}

    /** Returns the manifest after all contents were packed. */
    Manifest manifest(ContentChange change) {
        List<FileEntry> entries = new ArrayList<>();
        Set<String> segments = new TreeSet<>();
        for (File file : files) {
            entries.add(file.content().placed(file.entry()));
            segments.addAll(file.content().segments());
        }
        List<FolderEntry> folders = before.folders().stream()
                .filter(folder -> change.keepsFolder(folder.path()))
                .toList();
        return new Manifest(
                before.name(),
                before.time(),
                before.parent(),
                change.text(before.description()),
                before.run(),
                before.agents().stream().map(change::text).collect(Collectors.toSet()),
                folders,
                entries,
                List.copyOf(segments),
                before.leftOut().stream().map(change::leftOut).toList(),
                before.added());
    }
}
