package loom.aml.tidy;

import java.io.IOException;
import java.util.List;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.Removal;

/** Takes out of a plan what somebody put back, and says so. */
final class PutBackFilter {
    private final UndoneRemovals undone;
    private final List<Finding> findings;

    /**
     * @param findings where it is said
     */
    PutBackFilter(UndoneRemovals undone, List<Finding> findings) {
        this.undone = undone;
        this.findings = findings;
    }

    /** Takes out the removals of items that stay. */
    void spare(CollectionFile file, List<Removal> removals) {
        if (undone == UndoneRemovals.NONE) {
            return;
        }
        Findings here = new Findings(file.path());
        removals.removeIf(removal -> {
            boolean stays = undone.isPutBack(file, removal.fingerprint(), removal.cause());
            if (stays) {
                String where = file.collection() + "/#" + removal.ordinal();
                here.add(Finding.Kind.PINNED, () -> finding(where, removal.cause()));
            }
            return stays;
        });
        findings.addAll(here.list());
    }

    /** Whether a file stays as it is. */
    boolean spares(String path, Cause cause) throws IOException {
        boolean stays = undone.isPutBack(path);
        if (stays) {
            findings.add(finding(path, cause));
        }
        return stays;
    }

    private static Finding finding(String where, Cause cause) {
        return Finding.of(
                Finding.Kind.PINNED,
                where,
                "put back by 'aml undo', though gc would remove it again (" + cause.rule() + ")",
                "kept until it changes; 'aml optimize gc --again' removes it");
    }
}
