package loom.aml.backup.restore;

import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.store.Finding;

/** Says what a damaged snapshot could not give back. */
final class DamageReport {
    private static final String ADVICE =
            "'aml backup verify --all' shows which snapshots are sound; another one may still hold it";

    private DamageReport() {}

    static Finding file(FileEntry file, String why) {
        String what = file.items().isPresent() ? file.items().getAsInt() + " items" : "the file";
        return Finding.of(Finding.Kind.DAMAGED, file.path(), what + " could not be given back: " + why, ADVICE);
    }

    static Finding folder(FolderEntry folder, String why) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                folder.path(),
                "the directory could not be made: " + why,
                "restore again, into a folder with a shorter path if that is why");
    }

    static Finding attributes(FileEntry file) {
        return Finding.of(
                Finding.Kind.FAILED,
                file.path(),
                "was restored without its access control list or extended attributes, which cannot be set here",
                "nobody has more access than before; restore it to a file system that keeps them");
    }

    static Finding items(FileEntry file, SavedItems saved) {
        StringBuilder what = new StringBuilder()
                .append(saved.lost())
                .append(" of ")
                .append(saved.items() + saved.lost())
                .append(" items could not be given back: ")
                .append(saved.why());
        String before = "; they stood ";
        for (SavedItems.Gap gap : saved.gaps()) {
            what.append(before).append(gap.place());
            before = ", and ";
        }
        return Finding.of(Finding.Kind.DAMAGED, file.path(), what.toString(), ADVICE);
    }
}
