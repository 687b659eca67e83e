package loom.aml.tidy;

import java.io.IOException;
import java.util.List;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.Removal;

/** Drops the removals of restored data from a plan, and reports them. */
final class PutBackFilter {
    private final UndoneRemovals undone;
    private final List<Finding> findings;

    /** @param findings receives a finding for each item or file that is kept */
    PutBackFilter(UndoneRemovals undone, List<Finding> findings) {
        this.undone = undone;
        this.findings = findings;
    }

    /** Drops the removals of restored items. */
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

    /** Returns whether a restored file is kept. */
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
                "restored by 'aml undo', but gc would remove it again (" + cause.rule() + ")",
                "kept until it changes; 'aml optimize gc --again' removes it");
    }
}
