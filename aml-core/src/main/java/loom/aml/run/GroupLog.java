package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import loom.aml.io.Access;
import loom.aml.io.FileInput;
import loom.aml.item.Fingerprint;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.ItemChange;
import loom.aml.store.ParallelTasks;
import loom.aml.store.StoreChange;
import loom.aml.store.log.RunLog;
import org.jspecify.annotations.Nullable;

/**
 * The log of several runs whose changes are made by one transaction. Each run has its own archive and mark; the first
 * run represents all where a single name is needed.
 */
final class GroupLog implements ChangeLog {
    private final List<RunLog> runs;
    private final Map<ItemChange.Put, Integer> places = new IdentityHashMap<>();
    private final ExecutorService threads;
    private final Map<CollectionFile, GroupArchive> archives = new HashMap<>();
    private volatile @Nullable GroupArchive finished;

    /**
     * @param puts the change of each run, in the order of the runs
     * @param threads sync files concurrently
     */
    GroupLog(List<RunLog> runs, List<ItemChange.Put> puts, ExecutorService threads) {
        this.runs = runs;
        this.threads = threads;
        for (int place = 0; place < puts.size(); place++) {
            places.put(puts.get(place), place);
        }
    }

    /** The result of a run's change. */
    enum Result {
        STORED,
        CONFLICT,
        UNCHANGED
    }

    /** Returns how many items a run added to and changed in a collection. */
    FileOutcome outcomeOf(CollectionFile file, ItemChange.Put put) {
        GroupArchive archive = archives.get(file);
        return archive == null
                ? new GroupArchive(file).outcomeOf(placeOf(put), null)
                : archive.outcomeOf(placeOf(put), null);
    }

    /** Returns the result of a run's change in a collection. */
    Result resultOf(CollectionFile file, ItemChange.Put put) {
        GroupArchive archive = archives.get(file);
        return archive == null ? Result.UNCHANGED : archive.results.getOrDefault(placeOf(put), Result.UNCHANGED);
    }

    /** Returns the revision of the item that a run stored in a collection; empty if it stored none. */
    Optional<Revision> revisionOf(CollectionFile file, ItemChange.Put put) {
        GroupArchive archive = archives.get(file);
        return archive == null ? Optional.empty() : Optional.ofNullable(archive.revisions.get(placeOf(put)));
    }

    private int placeOf(ItemChange.Put put) {
        Integer place = places.get(put);
        if (place == null) {
            throw new IllegalArgumentException("not a change of this group: " + put);
        }
        return place;
    }

    @Override
    public String run() {
        return runs.getFirst().run();
    }

    @Override
    public ItemArchive archiveItems(CollectionFile file) {
        throw new UnsupportedOperationException("a group stores items and cannot remove any");
    }

    @Override
    public TransformArchive archiveTransformed(CollectionFile file) {
        throw new UnsupportedOperationException("a group stores items and cannot transform any");
    }

    @Override
    public String archiveFile(String path, FileInput original) {
        throw new UnsupportedOperationException("a group stores items and cannot replace files");
    }

    @Override
    public String archiveFile(String path, FileInput original, Access access) {
        return archiveFile(path, original);
    }

    @Override
    public @Nullable String backup() {
        return null;
    }

    @Override
    public synchronized PutArchive archivePuts(CollectionFile file) {
        GroupArchive archive = new GroupArchive(file);
        archives.put(file, archive);
        return archive;
    }

    @Override
    public List<Participant> participants() {
        GroupArchive archive = finished;
        return archive == null ? List.of() : archive.participants();
    }

    @Override
    public void withdraw(String archive) throws IOException {
        withdrawAll();
    }

    /** Withdraws the archives of all runs because their items were not stored. */
    void withdrawAll() throws IOException {
        GroupArchive written = finished;
        finished = null;
        if (written != null) {
            for (Map.Entry<Integer, String> one : written.names.entrySet()) {
                runs.get(one.getKey()).withdraw(one.getValue());
            }
        }
    }

    @Override
    public void committed(Made commit) throws IOException {
        GroupArchive archive = finished;
        if (archive != null) {
            ParallelTasks.forEach(threads, List.copyOf(archive.stored.keySet()), place -> {
                JsonObject outcome = archive.outcomeOf(place, commit.outcome()).toJson();
                runs.get(place).committed(outcome, archive.names.get(place), commit.left());
            });
        }
    }

    /** An item that a run stores. */
    private record Stored(Fingerprint now, byte @Nullable [] original, int length) {}

    /** The items that are stored in one collection, by run. */
    private final class GroupArchive implements PutArchive {
        private final CollectionFile file;
        private final Map<Integer, List<Stored>> stored = new HashMap<>();
        private final Map<Integer, Result> results = new HashMap<>();
        private final Map<Integer, Revision> revisions = new HashMap<>();
        private final Map<Integer, String> names = new ConcurrentSkipListMap<>();

        GroupArchive(CollectionFile file) {
            this.file = file;
        }

        @Override
        public void stored(ItemChange.Put put, Fingerprint now, byte @Nullable [] original) {
            int place = placeOf(put);
            stored.computeIfAbsent(place, _ -> new ArrayList<>()).add(new Stored(now, original, put.text().length));
            results.put(place, Result.STORED);
        }

        @Override
        public void revised(ItemChange.Put put, Revision revision) {
            revisions.put(placeOf(put), revision);
        }

        @Override
        public void conflict(ItemChange.Put put) {
            results.put(placeOf(put), Result.CONFLICT);
        }

        @Override
        public @Nullable String finish() throws IOException {
            List<Map.Entry<Integer, List<Stored>>> replacing = stored.entrySet().stream()
                    .filter(one -> one.getValue().stream().anyMatch(item -> item.original != null))
                    .toList();
            ParallelTasks.forEach(threads, replacing, one -> {
                try (PutArchive archive = runs.get(one.getKey()).archivePuts(file)) {
                    ItemChange.Put put = putAt(one.getKey());
                    for (Stored item : one.getValue()) {
                        archive.stored(put, item.now, item.original);
                    }
                    String name = archive.finish();
                    if (name != null) {
                        names.put(one.getKey(), name);
                    }
                }
            });
            finished = this;
            return names.get(0);
        }

        private ItemChange.Put putAt(int place) {
            return places.entrySet().stream()
                    .filter(entry -> entry.getValue() == place)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
        }

        List<Participant> participants() {
            List<Participant> participants = new ArrayList<>();
            stored.keySet()
                    .forEach(place -> participants.add(new Participant(
                            runs.get(place).run(),
                            names.get(place),
                            outcomeOf(place, null).toJson())));
            return participants;
        }

        /** Returns the outcome for the record of one run. */
        FileOutcome outcomeOf(int place, @Nullable FileOutcome ofAll) {
            List<Stored> items = stored.getOrDefault(place, List.of());
            int inserted =
                    (int) items.stream().filter(item -> item.original == null).count();
            long grown = items.stream().mapToLong(this::growth).sum();
            long after = ofAll == null ? Math.max(0, grown) : ofAll.bytesAfter();
            return new FileOutcome(
                    file.path(),
                    StoreChange.Kind.PUT_ITEMS,
                    true,
                    Map.of(),
                    inserted,
                    items.size() - inserted,
                    Math.max(0, after - grown),
                    after,
                    items.stream()
                            .filter(item -> item.original == null)
                            .map(Stored::now)
                            .toList(),
                    List.of());
        }

        private long growth(Stored item) {
            byte[] original = item.original;
            return item.length - (original == null ? 0 : original.length);
        }

        @Override
        public void close() {
            // The archives of the runs are closed where they are written.
        }
    }
}
