package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.Removal;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/** Makes the merges of a plan whose items did not change since. Reads the collection once more before it is copied. */
final class MergeEdit implements CollectionEdit {
    private final Disk disk;
    private final Path root;
    private final CollectionTexts texts;
    private final ChangeLog log;
    private final CollectionChange.MergeItems change;
    private List<ItemChange.Put> survivors = List.of();
    private List<Removal> absorbed = List.of();

    MergeEdit(CollectionTexts texts, ChangeLog log, CollectionChange.MergeItems change) {
        this.disk = texts.disk();
        this.root = texts.root();
        this.texts = texts;
        this.log = log;
        this.change = change;
    }

    @Override
    public CollectionFile file() {
        return change.file();
    }

    /** An item as it is now. */
    private record Present(int ordinal, Fingerprint version) {}

    @Override
    public boolean appliesTo(FileState version, List<Finding> findings) throws IOException {
        if (version.isMissing()) {
            return false;
        }
        Map<Long, List<Present>> present = present(version);
        List<ItemChange.Put> puts = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        for (CollectionChange.Merge merge : change.merges()) {
            Optional<List<Removal>> now = now(merge, present);
            if (now.isPresent() && areElsewhere(merge)) {
                puts.add(merge.survivor());
                removals.addAll(now.get());
            } else {
                findings.add(left(merge.survivor().key()));
            }
        }
        removals.sort(Removal.IN_THE_TEXT);
        survivors = List.copyOf(puts);
        absorbed = List.copyOf(removals);
        return !survivors.isEmpty();
    }

    private Map<Long, List<Present>> present(FileState version) throws IOException {
        Map<Long, List<Present>> present = new HashMap<>();
        try (TextInput text = texts.open(change.file())) {
            if (!text.state().equals(version)) {
                throw new OvertakenException();
            }
            CollectionReader.read(
                    text,
                    change.file().kind(),
                    (Item item) -> present.computeIfAbsent(item.idHash(), _ -> new ArrayList<>())
                            .add(new Present(item.ordinal(), item.fingerprint())));
        }
        return present;
    }

    /** Returns the removals of a merge at their present places; empty if an item changed, or exists twice. */
    private static Optional<List<Removal>> now(CollectionChange.Merge merge, Map<Long, List<Present>> present)
            throws IOException {
        ItemChange.Put survivor = merge.survivor();
        long id = Item.alone(survivor.text(), survivor.key().kind()).idHash();
        Optional<Present> kept = only(present, id);
        if (kept.isEmpty()
                || !survivor.precondition()
                        .holds(new Revision(kept.get().version().content()))) {
            return Optional.empty();
        }
        List<Removal> removals = new ArrayList<>();
        for (Removal removal : merge.absorbed()) {
            Optional<Present> one = only(present, removal.fingerprint().id());
            if (one.isEmpty() || !one.get().version().equals(removal.fingerprint())) {
                return Optional.empty();
            }
            removals.add(removal.at(one.get().ordinal()));
        }
        return Optional.of(removals);
    }

    private static Optional<Present> only(Map<Long, List<Present>> present, long id) {
        List<Present> here = present.getOrDefault(id, List.of());
        return here.size() == 1 ? Optional.of(here.getFirst()) : Optional.empty();
    }

    private boolean areElsewhere(CollectionChange.Merge merge) throws IOException {
        for (Removal.Survivor other : merge.elsewhere()) {
            if (!disk.state(FileName.resolve(root, other.file().path())).equals(FileVersion.stateOf(other.seen()))) {
                return false;
            }
        }
        return true;
    }

    private static Finding left(ItemKey survivor) {
        return Finding.of(
                Finding.Kind.CHANGED,
                survivor.toString(),
                "it, or an item that it would absorb, was changed by another program after the plan was made",
                "all of them are kept unchanged; the next run compares them again");
    }

    @Override
    public Copy copyTo(OutputStream out, @Nullable Rendering rendering) throws IOException {
        return new MergeCopy(change.file(), survivors, absorbed, rendering, out, log);
    }
}
