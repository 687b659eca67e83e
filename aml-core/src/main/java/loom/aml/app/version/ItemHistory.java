package loom.aml.app.version;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.run.History;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;
import loom.aml.store.log.RunRecord;

/**
 * Everything that is known of the past of one item.
 *
 * @param versions the oldest first
 * @param places the place of each version in the order of runs and snapshots
 * @param startsAbsent whether the item is known not to have existed before the first version
 * @param occasions all runs and snapshots
 * @param archivesPassedOver the number of archives that were not read because of the limit
 * @param snapshotsPassedOver the number of snapshots that were not read because of the limit
 * @param runsForgotten the number of runs whose archives were deleted
 */
record ItemHistory(
        ItemKey key,
        List<ItemVersion> versions,
        List<Long> places,
        boolean startsAbsent,
        Occasions occasions,
        int archivesPassedOver,
        int snapshotsPassedOver,
        int runsForgotten,
        List<Finding> findings) {

    static ItemHistory of(OpenStore opened, ItemKey key, HistoryLimits limits) throws IOException {
        MemoryStore store = opened.store();
        List<Finding> findings = new ArrayList<>();
        History history = new History(store);
        List<RunRecord> runs = history.runs().reversed();
        findings.addAll(history.unreadable());
        try (Backup backup = Backup.of(store.place(), opened.random())) {
            Snapshots snapshots = new Snapshots(backup.repository());
            List<Manifest> manifests = snapshots.list();
            findings.addAll(snapshots.findings());
            Occasions occasions = new Occasions(runs, manifests);
            RunTraces inRuns = new RunTraces(store, key, limits.archives(), findings);
            SnapshotTraces inSnapshots =
                    new SnapshotTraces(store, backup.repository(), key, limits.snapshots(), findings);
            List<Trace> traces =
                    new ArrayList<>(present(opened, key, findings).stream().toList());
            List<Trace.Occasion> all = new ArrayList<>(occasions.runs());
            all.addAll(occasions.snapshots());
            all.sort((one, other) -> Long.compare(other.order(), one.order()));
            for (Trace.Occasion at : all) {
                traces.addAll(
                        at.run().isPresent()
                                ? inRuns.of(at.run().get(), at).reversed()
                                : List.of(new Trace.Seen(
                                        at, inSnapshots.of(at.snapshot().orElseThrow()))));
            }
            Timeline timeline = Timeline.of(key, traces.reversed());
            List<Timeline.Phase> phases = timeline.phases();
            return new ItemHistory(
                    key,
                    versions(key, phases, timeline.startsAbsent()),
                    phases.stream().map(phase -> phase.began().order()).toList(),
                    timeline.startsAbsent(),
                    occasions,
                    inRuns.passedOver(),
                    inSnapshots.passedOver(),
                    (int) runs.stream().filter(RunRecord::isForgotten).count(),
                    findings);
        }
    }

    private static Optional<Trace> present(OpenStore opened, ItemKey key, List<Finding> findings) {
        try {
            ItemState state = ItemState.of(opened.store().get(key).map(StoredItem::text));
            return Optional.of(new Trace.Seen(Trace.Occasion.now(opened.now()), state));
        } catch (IOException e) {
            findings.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    key.toString(),
                    "its present version cannot be read: " + e.getMessage(),
                    "former versions are listed"));
            return Optional.empty();
        }
    }

    private static List<ItemVersion> versions(ItemKey key, List<Timeline.Phase> phases, boolean startsAbsent) {
        List<ItemVersion> versions = new ArrayList<>();
        String before = "";
        boolean isKnown = startsAbsent;
        for (int i = 0; i < phases.size(); i++) {
            Timeline.Phase phase = phases.get(i);
            Optional<StoredItem> item = itemOf(key, phase.state());
            boolean isRemoval = phase.state() instanceof ItemState.Absent;
            String text = item.map(StoredItem::json).orElse("");
            boolean isComparable = isKnown && !before.isEmpty() && !text.isEmpty();
            versions.add(new ItemVersion(
                    phase.began().time(),
                    Optional.ofNullable(phase.by() == null ? phase.after() : null)
                            .map(Trace.Occasion::time),
                    i + 1 == phases.size()
                            ? Optional.empty()
                            : Optional.of(phases.get(i + 1).began().time()),
                    originOf(phase),
                    isRemoval,
                    item,
                    isComparable ? FieldChange.between(before, text) : List.of()));
            before = text;
            isKnown = isRemoval || item.isPresent();
        }
        return versions;
    }

    private static Optional<StoredItem> itemOf(ItemKey key, ItemState state) {
        try {
            return state instanceof ItemState.Present(byte[] text)
                    ? Optional.of(StoredItem.of(key.agent(), Item.alone(text, key.kind())))
                    : Optional.empty();
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    private static ItemVersion.Origin originOf(Timeline.Phase phase) {
        Trace.Occasion by = phase.by();
        Optional<RunRecord> run = by == null ? Optional.empty() : by.run();
        return new ItemVersion.Origin(
                run.map(RunRecord::run),
                run.map(RunRecord::operation).orElse(""),
                run.flatMap(RunRecord::program),
                run.flatMap(RunRecord::session),
                phase.why(),
                run.isPresent() ? Optional.empty() : phase.began().run().map(RunRecord::run),
                phase.began().snapshot().map(Manifest::id));
    }

    /** Returns whether nothing is missing, as far as can be known. */
    boolean isComplete() {
        return archivesPassedOver == 0
                && snapshotsPassedOver == 0
                && runsForgotten == 0
                && findings.isEmpty()
                && versions.stream().noneMatch(ItemVersion::isLost);
    }

    /** Returns the version at a place in the order of runs and snapshots; empty if none is known. */
    Optional<ItemVersion> at(long order) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (places.get(i) <= order) {
                return Optional.of(versions.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns the version at a time; empty if none is known. */
    Optional<ItemVersion> at(Instant time) {
        return versions.reversed().stream()
                .filter(version -> !version.from().isAfter(time))
                .findFirst();
    }

    /** Returns the time before which another version may have followed, if the time is between two sightings. */
    Optional<Instant> nextSighting(Instant time) {
        return versions.stream()
                .filter(version -> version.from().isAfter(time)
                        && version.after().filter(time::isAfter).isPresent())
                .map(ItemVersion::from)
                .findFirst();
    }
}
