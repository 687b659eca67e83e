package loom.aml.tidy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKind;
import loom.aml.item.SalvagedCollection;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileMaintenance;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Removal;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * Plans the removal of invalid and duplicate items, empty collections and leftovers, and the repair of damaged files.
 * Reads the store once and changes nothing.
 */
public final class GarbageCollector {
    private final GcPolicy policy;
    private final Instant now;

    /** @param now the time to which the ages of files are relative */
    public GarbageCollector(GcPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /**
     * Plans garbage collection.
     *
     * @throws IOException if the store cannot be listed, or its pins cannot be read
     */
    public GcPlan plan(MemoryStore store, Selection selection) throws IOException {
        return plan(store, selection, UndoneRemovals.NONE);
    }

    /**
     * Plans garbage collection.
     *
     * @param undone the data that was restored and is kept until it changes
     * @throws IOException if the store cannot be listed, or its pins cannot be read
     */
    public GcPlan plan(MemoryStore store, Selection selection, UndoneRemovals undone) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        PutBackFilter putBack = new PutBackFilter(store, undone, findings);
        List<StoreChange> changes = new ArrayList<>();
        Map<CollectionFile, ScanResult.Read<GcScan.Seen>> read = new TreeMap<>();
        long items = 0;
        long completed = 0;
        for (ScanResult<GcScan.Seen> scanned : store.scan(listing, selection, new GcScan(policy, store.pins()))) {
            if (scanned instanceof ScanResult.Read<GcScan.Seen> sound) {
                read.put(sound.file(), sound);
                findings.addAll(sound.result().findings());
                items += sound.elements();
                completed += policy.complete() ? sound.result().incomplete() : 0;
            } else if (scanned instanceof ScanResult.LeftAlone<GcScan.Seen> leftAlone) {
                damaged(store, leftAlone, putBack, changes, findings);
            }
        }
        for (ScanResult.Read<GcScan.Seen> file : read.values()) {
            collection(file, read.get(file.file().twin()), listing, putBack, changes, findings);
        }
        if (store.kinds().contains(ItemKind.NOTE)) {
            notes(store, listing, selection, putBack, changes, findings);
        }
        leftovers(listing, selection, putBack, changes);
        locks(listing, findings);
        if (store.isReadOnly()) {
            changes.clear();
        }
        return new GcPlan(new ChangeSet(changes), findings, recorded(completed > 0), items, completed);
    }

    private void damaged(
            MemoryStore store,
            ScanResult.LeftAlone<GcScan.Seen> file,
            PutBackFilter putBack,
            List<StoreChange> changes,
            List<Finding> findings)
            throws IOException {
        if (file.finding().kind() == Finding.Kind.DAMAGED && Encrypted.isEncrypted(store, file)) {
            findings.add(Encrypted.ofFile(file.finding()));
            return;
        }
        if (policy.repair() && file.finding().kind() == Finding.Kind.DAMAGED) {
            if (isYoung(file.state())) {
                findings.add(inProgress(file.finding()));
                return;
            }
            int saved = salvageable(store, file);
            if (saved <= 0) {
                findings.add(beyondRepair(file.finding(), saved));
                return;
            }
            if (putBack.spares(file.file().path(), GcCause.DAMAGED)) {
                findings.add(file.finding());
                return;
            }
            findings.add(repaired(file, saved));
            changes.add(new FileChange.Replace(
                    file.file(),
                    file.state(),
                    GcCause.DAMAGED,
                    (damaged, sound) ->
                            SalvagedCollection.write(damaged, file.file().kind(), sound)));
            return;
        }
        findings.add(file.finding());
    }

    private static void notes(
            MemoryStore store,
            StoreListing listing,
            Selection selection,
            PutBackFilter putBack,
            List<StoreChange> changes,
            List<Finding> findings)
            throws IOException {
        NoteTidying.Work work = NoteTidying.find(store, listing, selection);
        findings.addAll(work.findings());
        Map<CollectionFile, List<Removal>> all = new TreeMap<>(work.removals());
        all.putAll(GraphTidying.find(store, listing, selection, findings));
        for (Map.Entry<CollectionFile, List<Removal>> file : all.entrySet()) {
            List<Removal> removals = new ArrayList<>(file.getValue());
            putBack.spare(file.getKey(), removals);
            if (!removals.isEmpty()) {
                Version seen = Objects.requireNonNull(listing.collections().get(file.getKey()));
                changes.add(new CollectionChange.Rewrite(file.getKey(), seen, removals, null));
            }
        }
        ResolvedChanges additions = store.changes(work.additions());
        changes.addAll(additions.changes().changes());
        findings.addAll(additions.findings());
    }

    /** Returns whether a file was changed so recently that another program may still be writing it. */
    private boolean isYoung(Version state) {
        return !state.modified().isBefore(now.minus(policy.leftoverAge()));
    }

    private Finding inProgress(Finding damage) {
        return new Finding(
                damage.kind(),
                damage.where(),
                damage.offset(),
                damage.what() + "; changed within the last " + words(policy.leftoverAge()),
                "left unchanged: another program may still be writing it; run the repair again later");
    }

    private static String words(Duration age) {
        return age.toMinutes() >= 1 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }

    private static Finding beyondRepair(Finding damage, int saved) {
        String why = saved == 0 ? "no item can be read" : "the number of readable items is unknown";
        return new Finding(
                damage.kind(),
                damage.where(),
                damage.offset(),
                damage.what() + "; " + why,
                "left unchanged; a snapshot may hold an older version: 'aml backup list'");
    }

    /** Returns the number of items that a repair saves from a file; -1 if unknown. */
    private static int salvageable(MemoryStore store, ScanResult.LeftAlone<GcScan.Seen> file) {
        Optional<FileMaintenance> files = store.files();
        if (files.isEmpty()) {
            return -1;
        }
        try (TextInput text = files.get().text(file.file())) {
            return SalvagedCollection.write(text, file.file().kind(), OutputStream.nullOutputStream());
        } catch (IOException e) {
            return -1;
        }
    }

    /** Returns the finding that says how many items a repair saves, before it is executed. */
    private static Finding repaired(ScanResult.LeftAlone<GcScan.Seen> file, int items) {
        return new Finding(
                Finding.Kind.REPAIRED,
                file.file().path(),
                file.finding().offset(),
                items + (items == 1 ? " item" : " items") + " can still be read; "
                        + file.finding().what(),
                "the repair keeps these and archives the damaged file; a snapshot may contain more: 'aml backup list'");
    }

    /**
     * Returns the policy for the record of the run. The transformation, which undo needs, is first so that it is near
     * the beginning of the record.
     */
    private JsonObject recorded(boolean completes) {
        JsonObject.Builder json = JsonObject.builder();
        if (completes) {
            json.put("transformation", Completion.NAME);
        }
        return json.putAll(policy.toJson()).build();
    }

    private void collection(
            ScanResult.Read<GcScan.Seen> file,
            ScanResult.@Nullable Read<GcScan.Seen> twin,
            StoreListing listing,
            PutBackFilter putBack,
            List<StoreChange> changes,
            List<Finding> findings)
            throws IOException {
        if (file.elements() == 0 && file.file().isGraph()) {
            return;
        }
        if (file.elements() == 0 && !file.file().kind().isOfRuntime()) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED,
                    file.file().path(),
                    "empty",
                    "left unchanged; a snapshot may hold its text: 'aml backup list'"));
            return;
        }
        if (file.elements() == 0 && isYoung(file.state())) {
            findings.add(Finding.of(
                    Finding.Kind.IN_PROGRESS,
                    file.file().path(),
                    "empty, and changed within the last " + words(policy.leftoverAge()),
                    "kept: another program may be about to write it"));
            return;
        }
        if (file.elements() == 0 && putBack.spares(file.file().path(), GcCause.EMPTY)) {
            return;
        }
        if (file.elements() == 0) {
            changes.add(new FileChange.Remove(file.file().path(), file.state(), GcCause.EMPTY));
            return;
        }
        List<Removal> removals = new ArrayList<>(file.result().removals());
        if (file.file().suffixed() && twin != null) {
            addTwins(removals, file, twin);
        }
        putBack.spare(file.file(), removals);
        if (!removals.isEmpty()) {
            removals.sort(Removal.IN_THE_TEXT);
            changes.add(new CollectionChange.Rewrite(file.file(), file.state(), removals, null));
        }
        if (policy.complete() && file.result().incomplete() > 0) {
            // After the removals, whose positions refer to the current items.
            Completion completion = new Completion(file.file(), file.state().modified(), now);
            changes.add(new CollectionChange.Transform(file.file(), file.state(), completion));
        }
        if (file.file().suffixed()
                && !listing.collections().containsKey(file.file().twin())) {
            changes.add(new FileChange.Adopt(file.file(), file.state()));
        }
    }

    private static void addTwins(
            List<Removal> removals, ScanResult.Read<GcScan.Seen> suffixed, ScanResult.Read<GcScan.Seen> plain) {
        Duplicates here = suffixed.result().duplicates();
        Duplicates there = plain.result().duplicates();
        if (here == null || there == null) {
            return;
        }
        Set<Integer> leaving = removals.stream().map(Removal::ordinal).collect(Collectors.toSet());
        for (Removal removal : here.against(there, plain.file(), plain.state())) {
            if (!leaving.contains(removal.ordinal())) {
                removals.add(removal);
            }
        }
    }

    private void leftovers(StoreListing listing, Selection selection, PutBackFilter putBack, List<StoreChange> changes)
            throws IOException {
        for (Map.Entry<String, Version> other : listing.otherFiles().entrySet()) {
            String path = other.getKey();
            String directory = path.substring(0, Math.max(0, path.indexOf('/')));
            if (path.endsWith(".tmp")
                    && other.getValue().modified().isBefore(now.minus(policy.leftoverAge()))
                    && (selection.agents().isEmpty() || selection.includesAgent(directory))
                    && !putBack.spares(path, GcCause.LEFTOVER)) {
                changes.add(new FileChange.Remove(path, other.getValue(), GcCause.LEFTOVER));
            }
        }
    }

    private void locks(StoreListing listing, List<Finding> findings) {
        for (Map.Entry<String, Version> lock : listing.locks().entrySet()) {
            Duration age = Duration.between(lock.getValue().modified(), now);
            if (age.compareTo(policy.staleLockAge()) > 0) {
                findings.add(Finding.of(
                        Finding.Kind.STALE_LOCK,
                        lock.getKey(),
                        "a lock that was not refreshed for " + age.toSeconds() + " s",
                        "aml never removes it; if no program uses the store, remove it with rmdir"));
            }
        }
    }
}
