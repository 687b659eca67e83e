package loom.aml.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Timestamps;
import loom.aml.store.Cause;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.Precondition;
import loom.aml.store.Reason;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.Selection;
import org.jspecify.annotations.Nullable;

/** Plans the import of a source into a store. The same source changes nothing the second time. */
public final class ImportPlanner {
    private static final Cause NOT_IN_SOURCE =
            new Cause("import", "not in the imported source (strategy replace)", Reason.MANUAL_DELETION);

    private static final int LOADED_LINES = 200;

    private final MemoryStore store;
    private final Strategy strategy;
    private final Optional<ItemKind> wanted;
    private final Map<String, Tombstone> removedHere;
    private final Loss.Tally losses = new Loss.Tally();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<ItemKey, ItemChange> changes = new LinkedHashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();
    private int added;
    private int updated;
    private int unchanged;
    private int kept;
    private int gone;
    private int removed;
    private int refused;

    /**
     * @param wanted the kind of {@code .loom/memory} for items of other kinds; empty to decide by their type
     * @param removedHere the items that were removed from the store and are not in it, by their names
     */
    public ImportPlanner(
            MemoryStore store, Strategy strategy, Optional<ItemKind> wanted, Map<String, Tombstone> removedHere) {
        this.store = store;
        this.strategy = strategy;
        this.wanted = wanted;
        this.removedHere = removedHere;
    }

    public ImportPlan plan(Reading source) throws IOException {
        StoreReading present = StoreReading.of(store, Selection.ALL);
        findings.addAll(source.findings());
        findings.addAll(present.findings());
        present.held().forEach(each -> held.putIfAbsent(each.item().home(), each));
        source.losses().forEach(loss -> losses.add(loss.what(), loss.fields(), loss.kept()));
        StoreForm form = new StoreForm(
                present.format(),
                present.held(),
                wanted,
                store.options().clock().instant().toString(),
                losses);
        Set<String> seen = new HashSet<>();
        int repeated = 0;
        for (ExchangedItem item : source.items()) {
            if (seen.add(item.home())) {
                item(item, form);
            } else {
                repeated++;
            }
        }
        if (repeated > 0) {
            findings.add(Finding.of(
                    Finding.Kind.KEPT,
                    source.place(),
                    repeated + (repeated == 1 ? " item occurs" : " items occur") + " more than once",
                    "the first of each is imported"));
        }
        if (strategy == Strategy.REPLACE) {
            removeOthers(source, seen, present);
        }
        reportTombstones(source);
        List<ItemChange> all = new ArrayList<>(changes.values());
        for (ItemChange change : changes.values()) {
            for (ItemChange linked : store.linked(change)) {
                if (!changes.containsKey(linked.key())) {
                    all.add(linked);
                }
            }
        }
        warnOfLongIndex(present, all);
        ResolvedChanges resolved = store.changes(all);
        findings.addAll(resolved.findings());
        return new ImportPlan(
                source,
                strategy,
                new Counts(added, updated, unchanged, kept, gone, removed, refused),
                present.held().size(),
                losses.losses(),
                resolved.changes(),
                findings);
    }

    /** Claude Code loads the first lines of the index only. */
    private void warnOfLongIndex(StoreReading present, List<ItemChange> all) {
        long lines = present.held().stream()
                .filter(each -> each.stored().key().kind() == ItemKind.ENTRY)
                .count();
        long more = all.stream()
                .filter(change ->
                        change instanceof ItemChange.Put && change.key().kind() == ItemKind.ENTRY)
                .filter(change -> change.precondition().equals(Precondition.ABSENT))
                .count();
        if (more > 0 && lines + more > LOADED_LINES) {
            findings.add(Finding.of(
                    Finding.Kind.LIMIT_UNREACHABLE,
                    "MEMORY.md",
                    "the index gets " + (lines + more) + " lines, of which " + LOADED_LINES + " are loaded",
                    "'aml optimize fold' moves the least used ones into indexes that it links"));
        }
    }

    private void item(ExchangedItem item, StoreForm form) {
        Held former = held.get(item.home());
        if (former == null) {
            Tombstone tombstone = strategy == Strategy.MERGE ? removedHere.get(item.home()) : null;
            if (tombstone == null) {
                put(item, form, null);
            } else {
                gone++;
                findings.add(Finding.of(
                                Finding.Kind.KEPT,
                                item.home(),
                                "was removed here" + on(tombstone.time()) + ": " + tombstone.reason(),
                                "stays removed; 'aml undo " + tombstone.run() + "' or --strategy append brings it back")
                        .titled(item.words().title()));
            }
        } else if (former.item().isSameAs(item)) {
            unchanged++;
        } else if (strategy == Strategy.REPLACE || strategy == Strategy.MERGE && isNewer(item, former.item())) {
            put(item, form, former);
        } else {
            kept++;
            findings.add(Finding.of(
                            Finding.Kind.KEPT,
                            former.stored().key().toString(),
                            "differs from the version in the source",
                            strategy == Strategy.MERGE
                                    ? "left unchanged, because the other is not newer"
                                    : "left unchanged; --strategy merge takes the newer one")
                    .titled(item.words().title()));
        }
    }

    private static String on(String time) {
        return time.length() < 10 ? "" : " on " + time.substring(0, 10);
    }

    /** Returns whether a version is known to be newer than another. */
    private static boolean isNewer(ExchangedItem one, ExchangedItem other) {
        Instant time = timeOf(one);
        Instant otherTime = timeOf(other);
        return time != null && otherTime != null && time.isAfter(otherTime);
    }

    private static @Nullable Instant timeOf(ExchangedItem item) {
        Words words = item.words();
        String text = words.updated().or(words::created).orElse("");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text.isEmpty() ? null : Timestamps.parse(bytes, 0, bytes.length);
    }

    private void put(ExchangedItem item, StoreForm form, @Nullable Held former) {
        Optional<StoreForm.Written> written;
        try {
            written = form.write(item, Optional.ofNullable(former));
        } catch (DamagedException e) {
            refused++;
            findings.add(
                    Finding.of(Finding.Kind.INCOMPLETE, item.home(), "cannot be held here: " + e.what(), "not imported")
                            .titled(item.words().title()));
            return;
        }
        if (written.isEmpty()) {
            return;
        }
        ItemKey key = written.get().key();
        Precondition precondition = former == null
                ? Precondition.ABSENT
                : Precondition.revision(former.stored().revision());
        ItemChange.Put put = new ItemChange.Put(key, written.get().text(), precondition);
        try {
            put.requireValid();
        } catch (IllegalArgumentException e) {
            refused++;
            findings.add(
                    Finding.of(Finding.Kind.INCOMPLETE, item.home(), String.valueOf(e.getMessage()), "not imported"));
            return;
        }
        changes.put(key, put);
        if (former == null) {
            added++;
        } else {
            updated++;
        }
    }

    private void removeOthers(Reading source, Set<String> seen, StoreReading present) throws IOException {
        if (source.findings().stream().anyMatch(Finding::isProblem)) {
            findings.add(Finding.of(
                    Finding.Kind.KEPT,
                    source.place(),
                    "could not be read completely",
                    "nothing is removed that it does not have"));
            return;
        }
        Set<String> agents = new HashSet<>();
        source.items().forEach(item -> agents.add(item.agent()));
        Pins pins = store.pins();
        for (Held each : present.held()) {
            ItemKey key = each.stored().key();
            boolean isOther = !seen.contains(each.item().home())
                    && agents.contains(each.item().agent())
                    && key.kind() != ItemKind.ENTRY;
            if (!isOther || changes.containsKey(key)) {
                continue;
            }
            if (pins.isPinned(key.id())) {
                findings.add(
                        Finding.of(Finding.Kind.PINNED, key.toString(), "is pinned and not in the source", "kept"));
                continue;
            }
            removed++;
            changes.put(
                    key,
                    new ItemChange.Remove(
                            key,
                            NOT_IN_SOURCE,
                            Precondition.revision(each.stored().revision())));
        }
    }

    /** Items that were removed at the source stay here, because nobody removed them here. */
    private void reportTombstones(Reading source) {
        Map<String, Integer> reasons = new HashMap<>();
        int count = 0;
        for (Tombstone tombstone : source.tombstones()) {
            Held here = held.get(tombstone.home());
            if (here != null && !(changes.get(here.stored().key()) instanceof ItemChange.Remove)) {
                count++;
                reasons.merge(tombstone.reason(), 1, Integer::sum);
            }
        }
        if (count > 0) {
            findings.add(Finding.of(
                    Finding.Kind.KEPT,
                    source.place(),
                    count + (count == 1 ? " item of this store was" : " items of this store were") + " removed there: "
                            + String.join(
                                    "; ",
                                    reasons.keySet().stream().sorted().limit(3).toList()),
                    "kept here; 'aml rm' removes them"));
        }
    }
}
