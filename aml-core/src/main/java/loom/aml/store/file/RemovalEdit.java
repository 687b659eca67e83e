package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.Removal;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/** Removes the items of a plan that did not change since. */
final class RemovalEdit implements CollectionEdit {
    private final Disk disk;
    private final Path root;
    private final CollectionTexts texts;
    private final ChangeLog log;
    private final CollectionChange.Rewrite change;
    private final boolean isRewrittenByOthers;
    private List<Removal> removals = List.of();

    /**
     * @param isRewrittenByOthers whether another program is known to write the file: the plan is then compared with its
     *     items even if its state looks unchanged
     */
    RemovalEdit(CollectionTexts texts, ChangeLog log, CollectionChange.Rewrite change, boolean isRewrittenByOthers) {
        this.disk = texts.disk();
        this.root = texts.root();
        this.texts = texts;
        this.log = log;
        this.change = change;
        this.isRewrittenByOthers = isRewrittenByOthers;
    }

    @Override
    public CollectionFile file() {
        return change.file();
    }

    @Override
    public boolean appliesTo(FileState version, List<Finding> findings) throws IOException {
        if (version.isMissing()) {
            return false;
        }
        removals = survivorsElsewhere(findings);
        if (isRewrittenByOthers || !version.equals(FileVersion.stateOf(change.seen()))) {
            removals = rebased(version, findings);
        }
        return !removals.isEmpty() || change.encoding() != null;
    }

    /**
     * Returns the removals without duplicates whose survivor is in the other file of the collection, if that file
     * changed.
     */
    private List<Removal> survivorsElsewhere(List<Finding> findings) throws IOException {
        List<Removal> safe = new ArrayList<>();
        int kept = 0;
        for (Removal removal : change.removals()) {
            Removal.Survivor survivor = removal.survivor();
            if (survivor == null
                    || survivor.file().equals(change.file())
                    || disk.state(FileName.resolve(root, survivor.file().path()))
                            .equals(FileVersion.stateOf(survivor.seen()))) {
                safe.add(removal);
            } else {
                kept++;
            }
        }
        if (kept > 0) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    change.path(),
                    kept + " duplicates were kept: the file that holds the originals changed",
                    "the next run judges them again"));
        }
        return safe;
    }

    /** Returns the removals that still apply to the version that is about to be copied. */
    private List<Removal> rebased(FileState version, List<Finding> findings) throws IOException {
        Rebase rebase = new Rebase(change.file(), removals);
        try (TextInput text = texts.open(change.file())) {
            if (!text.state().equals(version)) {
                throw new OvertakenException();
            }
            CollectionReader.read(text, change.file().kind(), rebase);
        }
        return rebase.removals(findings);
    }

    @Override
    public Encoding encoding(@Nullable Encoding present) {
        Encoding wanted = change.encoding();
        return wanted != null ? wanted : CollectionEdit.super.encoding(present);
    }

    @Override
    public Copy copyTo(OutputStream out, @Nullable Rendering rendering) throws IOException {
        return new RemovalCopy(removals, change.encoding() != null, out, log.archiveItems(change.file()));
    }
}
