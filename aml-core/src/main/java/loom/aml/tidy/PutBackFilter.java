package loom.aml.tidy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.item.Item;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.MemoryStore;
import loom.aml.store.Removal;

/** Drops the removals of restored data from a plan, and reports them. */
final class PutBackFilter {
    private static final String ADVICE = "kept until it changes; 'aml optimize gc --again' removes it";

    private final MemoryStore store;
    private final UndoneRemovals undone;
    private final List<Finding> findings;

    /** @param findings receives a finding for each item or file that is kept */
    PutBackFilter(MemoryStore store, UndoneRemovals undone, List<Finding> findings) {
        this.store = store;
        this.undone = undone;
        this.findings = findings;
    }

    /** Drops the removals of restored items. */
    void spare(CollectionFile file, List<Removal> removals) {
        if (undone == UndoneRemovals.NONE) {
            return;
        }
        Map<Integer, Removal> spared = new HashMap<>();
        removals.removeIf(removal -> {
            boolean stays = undone.isPutBack(file, removal.fingerprint(), removal.cause());
            if (stays) {
                spared.put(removal.ordinal(), removal);
            }
            return stays;
        });
        if (!spared.isEmpty()) {
            report(file, spared);
        }
    }

    /** Reads the spared items again, because a removal has no id, to report them by their names. */
    private void report(CollectionFile file, Map<Integer, Removal> spared) {
        Findings here = new Findings(file.path());
        try {
            store.read(file, item -> {
                Removal removal = spared.get(item.ordinal());
                if (removal != null && removal.fingerprint().equals(item.fingerprint())) {
                    spared.remove(item.ordinal());
                    here.add(Finding.Kind.PINNED, () -> finding(file, item, removal.cause()));
                }
            });
        } catch (IOException e) {
            // Another program wrote the file since it was scanned; the rest is reported by position.
        }
        spared.values()
                .forEach(removal -> here.add(
                        Finding.Kind.PINNED,
                        () -> finding(file.nameOf("#" + removal.ordinal()), removal.cause())
                                .about(removal.fingerprint().toString())));
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

    private static Finding finding(CollectionFile file, Item item, Cause cause) {
        return Finding.ofItem(Finding.Kind.PINNED, file, item, what(cause), ADVICE)
                .about(subject(cause));
    }

    private static Finding finding(String where, Cause cause) {
        return Finding.of(Finding.Kind.PINNED, where, what(cause), ADVICE).about(subject(cause));
    }

    private static String what(Cause cause) {
        return "restored by 'aml undo', but gc would remove it again (" + cause.rule() + ")";
    }

    private static String subject(Cause cause) {
        return "restored " + cause.reason().word();
    }
}
