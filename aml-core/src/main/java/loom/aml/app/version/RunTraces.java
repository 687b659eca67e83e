package loom.aml.app.version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Reason;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreKind;
import loom.aml.store.StoredItem;
import loom.aml.store.Transformation;
import loom.aml.store.graph.LineStep;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.FormerItem;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.Completions;

/** Reads the traces of one item from the records and archives of runs. */
final class RunTraces {
    private final MemoryStore store;
    private final ItemKey key;
    private final long mostArchives;
    private final List<Finding> findings;
    private final Set<String> paths;
    private final Set<Long> ids;
    private final boolean hasExactMarks;
    private int archives;
    private int passedOver;

    /**
     * @param mostArchives the number of archives to read
     * @param findings receives archives that could not be read
     */
    RunTraces(MemoryStore store, ItemKey key, long mostArchives, List<Finding> findings) {
        this.store = store;
        this.key = key;
        this.mostArchives = mostArchives;
        this.findings = findings;
        this.paths = store.filesOf(key).stream().map(file -> file.path()).collect(Collectors.toSet());
        this.ids = Arrays.stream(Fingerprint.ofIdAsWritten(key.id())).boxed().collect(Collectors.toSet());
        // The text of the last item of a graph depends on the lines after it.
        this.hasExactMarks = store.kind() != StoreKind.GRAPH;
    }

    /** Returns the number of archives that were not read because of the limit. */
    int passedOver() {
        return passedOver;
    }

    /** Returns the traces of a run, in their order. The newest runs must be read first, because of the limit. */
    List<Trace> of(RunRecord run, Trace.Occasion at) {
        List<Trace> traces = new ArrayList<>();
        Archive archive = new Archive(LogFolder.of(store.place()), run.run());
        for (Commit commit : run.commits()) {
            if (!paths.contains(commit.path())) {
                continue;
            }
            if (commit.archive().isPresent() && ++archives > mostArchives) {
                passedOver++;
                traces.add(new Trace.Changed(at, false, ""));
                continue;
            }
            try {
                new Reading(run, at, archive, traces).read(commit);
            } catch (IOException e) {
                traces.add(new Trace.Changed(at, false, ""));
                findings.add(Finding.of(
                        Finding.Kind.UNREADABLE,
                        "run " + run.run(),
                        "its archive cannot be read: " + e.getMessage(),
                        "versions of this item may be missing here"));
            }
        }
        return traces;
    }

    /** The reading of the changes of one run. */
    private final class Reading {
        private final RunRecord run;
        private final Trace.Occasion at;
        private final Archive archive;
        private final List<Trace> traces;

        Reading(RunRecord run, Trace.Occasion at, Archive archive, List<Trace> traces) {
            this.run = run;
            this.at = at;
            this.archive = archive;
            this.traces = traces;
        }

        void read(Commit commit) throws IOException {
            switch (commit) {
                case Commit.ItemsRemoved removed -> removed(removed);
                case Commit.ItemsPut put -> {
                    for (Fingerprint added : put.added()) {
                        if (ids.contains(added.id())) {
                            step(ItemState.ABSENT, marked(added), "");
                        }
                    }
                    if (put.archived().isPresent()) {
                        replaced(put.archived().get().name());
                    }
                }
                case Commit.ItemsTransformed transformed ->
                    replaced(transformed.archived().name());
                case Commit.FileReplaced file -> {
                    Optional<StoredItem> former = PastStore.of(
                                    store,
                                    commit.path(),
                                    archive,
                                    file.archived().name())
                            .get(key);
                    maybe(
                            former.isEmpty() && paths.size() > 1
                                    ? ItemState.UNKNOWN
                                    : ItemState.of(former.map(StoredItem::text)));
                }
                case Commit.FileCreated _ -> maybe(paths.size() > 1 ? ItemState.UNKNOWN : ItemState.ABSENT);
                case Commit.LinesEdited lines -> edited(lines);
                case Commit.FileRestored _ -> maybe(ItemState.UNKNOWN);
                case Commit.Written written -> {
                    if (StoreChange.Kind.isRestoring(written.facts().change())) {
                        maybe(ItemState.UNKNOWN);
                    }
                }
                case Commit.FileRecoded _, Commit.FileAdopted _, Commit.Misplaced _ -> {
                    // The items are as before.
                }
            }
        }

        private void removed(Commit.ItemsRemoved removed) throws IOException {
            try (ArchiveReader<JsonObject> entries =
                    archive.removed(removed.archived().name())) {
                for (JsonObject entry = entries.next(); entry != null; entry = entries.next()) {
                    if (entry.string("id").equals(Optional.of(key.id()))) {
                        byte[] text = entry.string("item").orElse("").getBytes(StandardCharsets.UTF_8);
                        boolean isDuplicate = entry.string("reason").equals(Optional.of(Reason.DUPLICATE.word()));
                        if (isDuplicate) {
                            // The copy that is left has the same id, or another one.
                            maybe(new ItemState.Present(text));
                        } else {
                            step(
                                    new ItemState.Present(text),
                                    ItemState.ABSENT,
                                    entry.string("rule").orElse(""));
                        }
                    }
                }
            }
        }

        private void replaced(String name) throws IOException {
            try (ArchiveReader<FormerItem> former = archive.transformed(name)) {
                for (FormerItem item = former.next(); item != null; item = former.next()) {
                    if (item.original().isPresent()) {
                        byte[] original = item.original().get();
                        if (key.id().equals(idOf(original))) {
                            step(new ItemState.Present(original), marked(item.now()), "");
                        }
                    } else if (ids.contains(item.now().id())) {
                        step(transformed(item.was()), marked(item.now()), "");
                    }
                }
            }
        }

        private ItemState transformed(String was) {
            Optional<Transformation> transformation = run.started()
                    .object("policy")
                    .flatMap(policy -> policy.object("transformation"))
                    .flatMap(name -> new SchemaMigrations().named(name).or(() -> new Completions().named(name)));
            return transformation.isEmpty()
                    ? ItemState.UNKNOWN
                    : new ItemState.Derived(after -> reverted(transformation.get(), after, was));
        }

        private Optional<byte[]> reverted(Transformation transformation, byte[] after, String was) {
            try {
                return Optional.ofNullable(transformation.revert(Item.alone(after, key.kind()), was));
            } catch (NotTransformableException | DamagedException e) {
                return Optional.empty();
            }
        }

        private void edited(Commit.LinesEdited lines) throws JsonSyntaxException {
            for (LineStep step : LineStep.of(lines.edits(), key.id())) {
                ItemState before = step.wasPresent()
                        ? step.former()
                                .<ItemState>map(ItemState.Present::new)
                                .orElse(new ItemState.Derived(step::former))
                        : ItemState.ABSENT;
                ItemState after = step.isPresent()
                        ? step.latter().<ItemState>map(ItemState.Present::new).orElse(ItemState.UNKNOWN)
                        : ItemState.ABSENT;
                step(before, after, step.why());
            }
        }

        private void step(ItemState before, ItemState after, String why) {
            traces.add(new Trace.Seen(at, before));
            traces.add(new Trace.Changed(at, true, why));
            traces.add(new Trace.Seen(at, after));
        }

        /** Adds a change that may have left the item as it was. */
        private void maybe(ItemState before) {
            traces.add(new Trace.Seen(at, before));
            traces.add(new Trace.Changed(at, false, ""));
        }
    }

    private ItemState marked(Fingerprint now) {
        return hasExactMarks ? new ItemState.Marked(now) : ItemState.UNKNOWN;
    }

    private String idOf(byte[] text) throws DamagedException {
        return String.valueOf(Item.alone(text, key.kind()).id());
    }
}
