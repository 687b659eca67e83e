package loom.aml.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.storage.PathWithin;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoreChange;
import loom.aml.store.log.Commit;
import loom.aml.store.log.RunRecord;

/** The reversal of one commit of a run. */
sealed interface Reversal {

    /** Returns the path of the file that is changed. */
    String path();

    /**
     * Returns the name that identifies this reversal within its run: the name of the archive if there is one. The
     * record of an undo lists reversals by these names, so they never change.
     */
    String name();

    /** Returns the archive that is needed; otherwise empty. */
    default Optional<Commit.Archived> archive() {
        return Optional.empty();
    }

    /** A reversal that needs the archive of its commit and is named after it. */
    sealed interface FromArchive extends Reversal {

        Commit.Archived archived();

        @Override
        default String name() {
            return archived().name();
        }

        @Override
        default Optional<Commit.Archived> archive() {
            return Optional.of(archived());
        }
    }

    /** A reversal that changes the items of a collection and can be applied under either of its two names. */
    sealed interface OfItems extends Reversal {

        /** Returns the same reversal for a file of another name. */
        OfItems at(String other);
    }

    /**
     * Restores removed items to their collection.
     *
     * @param left the content of the file after the run
     */
    record PutItemsBack(String path, Commit.Archived archived, Optional<Checksum.Content> left)
            implements OfItems, FromArchive {
        @Override
        public PutItemsBack at(String other) {
            return new PutItemsBack(other, archived, left);
        }
    }

    /** Restores the former shape of transformed items. */
    record RevertItems(String path, Commit.Archived archived) implements OfItems, FromArchive {
        @Override
        public RevertItems at(String other) {
            return new RevertItems(other, archived);
        }
    }

    /**
     * Restores the former content of single items that were stored, and removes those that were added.
     *
     * @param archive the archive of the replaced items; empty if all are new
     * @param added the added items
     * @param isNew whether the run created the file
     */
    record RevertEdits(String path, Optional<Commit.Archived> archive, List<Fingerprint> added, boolean isNew)
            implements OfItems {
        @Override
        public String name() {
            return archive.map(Commit.Archived::name).orElse("added:" + path);
        }

        @Override
        public RevertEdits at(String other) {
            return new RevertEdits(other, archive, added, isNew);
        }
    }

    /** Restores a file that was removed or replaced as a whole. */
    record PutFileBack(String path, Commit.Archived archived, Optional<Checksum.Content> left) implements FromArchive {}

    /** Removes a file that the run created. */
    record RemoveCreated(String path, Optional<Checksum.Content> left) implements Reversal {
        @Override
        public String name() {
            return "created:" + path;
        }
    }

    /**
     * Restores a file from the snapshot that was taken before the run, because nothing was archived: another program changed the
     * file, or a restore by an earlier version of aml.
     *
     * @param snapshot the id of the snapshot
     */
    record TakeFromSnapshot(String path, String snapshot, Optional<Checksum.Content> left) implements Reversal {
        @Override
        public String name() {
            return "snapshot:" + snapshot + "/" + path;
        }
    }

    /**
     * Restores the encoding of a collection. Its text was never changed, so nothing is archived.
     *
     * @param wasCompressed whether the run compressed it
     */
    record Recode(CollectionFile file, boolean wasCompressed, Optional<Checksum.Content> left) implements Reversal {
        @Override
        public String path() {
            return file.path();
        }

        @Override
        public String name() {
            StoreChange.Kind change = wasCompressed ? StoreChange.Kind.COMPRESS : StoreChange.Kind.DECOMPRESS;
            return "encoding:" + change.word() + "/" + path();
        }
    }

    /**
     * Restores the lines of a file that were edited, as far as they were not changed since.
     *
     * @param edits the edits of the run
     */
    record RevertLines(String path, List<JsonObject> edits) implements Reversal {
        @Override
        public String name() {
            return Commit.LinesEdited.reversalName(path);
        }
    }

    /**
     * Returns the reversal of a commit; empty if the commit needs none. Not a switch over the types, which would be
     * linked at run time in every process that prunes a store with an undone run.
     */
    static Optional<Reversal> of(RunRecord run, Commit commit) {
        if (commit instanceof Commit.ItemsRemoved c) {
            return Optional.of(new PutItemsBack(c.path(), c.archived(), c.left()));
        }
        if (commit instanceof Commit.ItemsPut c) {
            return Optional.of(
                    new RevertEdits(c.path(), c.archived(), c.added(), c.facts().bytesBefore() == 0));
        }
        if (commit instanceof Commit.LinesEdited c) {
            return Optional.of(new RevertLines(c.path(), c.edits()));
        }
        if (commit instanceof Commit.ItemsTransformed c) {
            return Optional.of(new RevertItems(c.path(), c.archived()));
        }
        if (commit instanceof Commit.FileReplaced c) {
            return Optional.of(new PutFileBack(c.path(), c.archived(), c.left()));
        }
        if (commit instanceof Commit.FileCreated c) {
            return Optional.of(new RemoveCreated(c.path(), c.left()));
        }
        if (commit instanceof Commit.FileRestored c && run.snapshot().isPresent()) {
            return Optional.of(new TakeFromSnapshot(c.path(), run.snapshot().get(), c.left()));
        }
        if (commit instanceof Commit.FileRecoded c) {
            Optional<CollectionFile> file = CollectionFile.ofPath(c.path());
            return file.isPresent()
                    ? Optional.of(new Recode(file.get(), c.isCompressed(), c.left()))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Returns whether a run changed data that can be restored, or may have. */
    static boolean isPossible(RunRecord run) {
        boolean mayHaveMore = run.damage().isPresent() && !OperationNames.isOnBackups(run.operation());
        return !OperationNames.isPinning(run.operation()) && (mayHaveMore || !of(run).isEmpty());
    }

    /** Returns the reversals of all commits of a run, in the order of the commits. */
    static List<Reversal> of(RunRecord run) {
        List<Reversal> reversals = new ArrayList<>();
        for (Commit commit : run.commits()) {
            Optional<Reversal> reversal = of(run, commit);
            if (reversal.isPresent()) {
                reversals.add(reversal.get());
            }
        }
        return reversals;
    }

    /**
     * Returns the entry of this reversal in the record of an undo.
     *
     * @param changes the number of changes that were planned for it
     */
    default Entry entry(int changes) {
        return new Entry(name(), path(), changes);
    }

    /**
     * A reversal as listed in the record of an undo.
     *
     * @param name see {@link Reversal#name}
     * @param path the file that it changes
     * @param changes the number of its changes, from 0 to {@link #MAX_CHANGES}; each is a commit of the undo. Records
     *     of earlier versions do not have it, and 1 is assumed
     */
    record Entry(String name, String path, int changes) {
        private static final String STEPS = "steps";
        private static final String CHANGES = "changes";

        /** More than any reversal needs. */
        static final int MAX_CHANGES = 100;

        JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder().put(Commit.ARCHIVE, name).put(Commit.FILE, path);
            if (changes != 1) {
                json.put(CHANGES, changes);
            }
            return json.build();
        }

        /** Returns the entries in the record of an undo. */
        static List<Entry> in(RunRecord undo) {
            List<Entry> entries = new ArrayList<>();
            Optional<JsonObject> policy = undo.started().object("policy");
            if (policy.isPresent()) {
                for (JsonObject json : policy.get().objects(STEPS)) {
                    String path = json.string(Commit.FILE).orElse("");
                    Optional<String> name = json.string(Commit.ARCHIVE);
                    if (name.isPresent() && PathWithin.isWithin(path)) {
                        int changes = json.has(CHANGES) ? Math.clamp(json.number(CHANGES), 0, MAX_CHANGES) : 1;
                        entries.add(new Entry(name.get(), path, changes));
                    }
                }
            }
            return entries;
        }

        /** Returns a policy without the reversals that it lists. */
        static JsonObject without(JsonObject policy) {
            return policy.has(STEPS)
                    ? JsonObject.builder().putAll(policy).put(STEPS, List.of()).build()
                    : policy;
        }

        /** Returns the policy of an undo, with which its record begins. */
        static JsonObject policy(RunRecord undone, List<Entry> entries) {
            return JsonObject.builder()
                    .put("undoes", undone.run())
                    .put(STEPS, entries.stream().map(Entry::toJson).toList())
                    .build();
        }
    }
}
