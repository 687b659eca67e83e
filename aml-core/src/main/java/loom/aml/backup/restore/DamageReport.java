package loom.aml.backup.restore;

import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.store.Finding;

/** Creates the findings for data that a damaged snapshot cannot restore. */
final class DamageReport {
    private static final String ADVICE =
            "run 'aml backup verify --all' to find intact snapshots; another one may still contain it";

    private DamageReport() {}

    static Finding file(FileEntry file, String why) {
        String what = file.items().isPresent() ? file.items().getAsInt() + " items" : "the file";
        return Finding.of(Finding.Kind.DAMAGED, file.path(), what + " could not be restored: " + why, ADVICE);
    }

    static Finding folder(FolderEntry folder, String why) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                folder.path(),
                "the directory could not be created: " + why,
                "if the path is too long, restore into a folder with a shorter path");
    }

    static Finding attributes(FileEntry file) {
        return Finding.of(
                Finding.Kind.FAILED,
                file.path(),
                "was restored without its access control list or extended attributes, which could not be set",
                "access is not wider than before; to keep them, restore to a file system that supports them");
    }

    static Finding items(FileEntry file, SavedItems saved) {
        StringBuilder what = new StringBuilder()
                .append(saved.lost())
                .append(" of ")
                .append(saved.items() + saved.lost())
                .append(" items could not be restored: ")
                .append(saved.why());
        String before = "; they were ";
        for (SavedItems.Gap gap : saved.gaps()) {
            what.append(before).append(gap.place());
            before = ", and ";
        }
        return Finding.of(Finding.Kind.DAMAGED, file.path(), what.toString(), ADVICE);
    }
}
