package loom.aml.app.item;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.app.run.ForgetOldRuns;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.run.GroupCommit;
import loom.aml.run.RecordedRun;
import loom.aml.store.ItemChange;
import loom.aml.store.StoredItem;

/**
 * The use cases on single items for a long-lived process with many threads, such as a server. Each change is a run of
 * its own, with its own undo, and durable when its method returns. Concurrent changes are committed together. The store
 * is open and locked against other runs only during a commit.
 *
 * <p>Thread-safe.
 */
public final class HostedItems implements AutoCloseable {
    /**
     * The number of locks for edits. Threads that edit the same item wait for each other instead of causing conflicts.
     */
    private static final int STRIPES = 64;

    private final StoreOpener stores;
    private final Supplier<RandomGenerator> randomness;
    private final String location;
    private final GroupCommit group;
    private final Lock[] stripes = new Lock[STRIPES];
    private final ItemWriter writer = new GroupedWriter();

    /**
     * Opens the store once, to fail early if that is not possible.
     *
     * @param stores opens the store for each group of changes; called by several threads
     * @param randomness returns a new source of ids at each call
     */
    public HostedItems(StoreOpener stores, Supplier<RandomGenerator> randomness) throws IOException {
        this.stores = stores;
        this.randomness = randomness;
        try (OpenStore opened = stores.forReading()) {
            this.location = opened.location();
        }
        this.group = new GroupCommit(() -> stores.forChange().store(), randomness.get());
        Arrays.setAll(stripes, _ -> new ReentrantLock());
    }

    /** Adds an item like {@link AddItem}. */
    public ItemChanged add(AddItem.Request request) throws IOException, InvalidItemException, ConflictException {
        return ended(new AddItem(writer).run(request));
    }

    /** Changes an item like {@link EditItem}. */
    public ItemChanged edit(EditItem.Request request) throws IOException, InvalidItemException, ConflictException {
        Lock stripe = stripeOf(request.key());
        stripe.lock();
        try {
            return ended(new EditItem(writer).run(request));
        } finally {
            stripe.unlock();
        }
    }

    /** Reverts an item like {@link RevertItem}. */
    public ItemChanged revert(RevertItem.Request request) throws IOException, InvalidItemException, ConflictException {
        Lock stripe = stripeOf(request.key());
        stripe.lock();
        try {
            return ended(new RevertItem(writer).run(request));
        } finally {
            stripe.unlock();
        }
    }

    /** Records feedback like {@link RecordFeedback}. */
    public ItemChanged feedback(RecordFeedback.Request request)
            throws IOException, InvalidItemException, ConflictException {
        Lock stripe = stripeOf(request.key());
        stripe.lock();
        try {
            return ended(new RecordFeedback(writer).run(request));
        } finally {
            stripe.unlock();
        }
    }

    /** Removes an item like {@link RemoveItem}. */
    public ItemChanged remove(RemoveItem.Request request) throws IOException, ConflictException, PinnedItemException {
        Lock stripe = stripeOf(request.key());
        stripe.lock();
        try {
            return between(store -> new RemoveItem(store, randomness.get()).run(request));
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case ConflictException conflict -> throw conflict;
                case PinnedItemException pinned -> throw pinned;
                case null, default -> throw causeOf(e);
            }
        } finally {
            stripe.unlock();
        }
    }

    /** Of the runs on items, only the records of those that changed nothing can be forgotten. */
    private ItemChanged ended(ItemChanged changed) throws IOException {
        if (!changed.isUnchanged()) {
            return changed;
        }
        try {
            return between(store -> {
                new ForgetOldRuns(new OpenStore(store, stores.configuration(), randomness)).run();
                return changed;
            });
        } catch (CompletionException e) {
            throw causeOf(e);
        }
    }

    /**
     * Runs other work on the store between two commits, under the same lock. The work records its own changes.
     *
     * @throws java.util.concurrent.CompletionException with the exception of the work as its cause
     */
    public <T> T between(GroupCommit.Work<T> work) {
        return group.submitWork(work).join();
    }

    /** Returns the exception of the work if it is unchecked, or throws it. */
    private static RuntimeException causeOf(CompletionException e) throws IOException {
        return switch (e.getCause()) {
            case IOException io -> throw io;
            case RuntimeException unchecked -> unchecked;
            case null, default -> e;
        };
    }

    private Lock stripeOf(ItemKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    /** Commits everything submitted and closes the store. */
    @Override
    public void close() {
        group.close();
    }

    /** Reads the current store, and stores items together with the writes of other threads. */
    private final class GroupedWriter implements ItemWriter {
        @Override
        public String location() {
            return location;
        }

        @Override
        public Instant now() {
            return stores.clock().instant();
        }

        @Override
        public RandomGenerator random() {
            return randomness.get();
        }

        @Override
        public Optional<StoredItem> get(ItemKey key) throws IOException {
            try (OpenStore opened = stores.forReading()) {
                return opened.store().get(key);
            }
        }

        @Override
        public Set<ItemKind> kinds() throws IOException {
            try (OpenStore opened = stores.forReading()) {
                return opened.store().kinds();
            }
        }

        @Override
        public Optional<String> idOf(byte[] fields) throws IOException {
            try (OpenStore opened = stores.forReading()) {
                return opened.store().idOf(fields);
            }
        }

        @Override
        public byte[] asStored(ItemKey key, byte[] text) throws IOException {
            if (key.kind().isOfRuntime()) {
                return text;
            }
            try (OpenStore opened = stores.forReading()) {
                return opened.store().asStored(key, text);
            }
        }

        @Override
        public ItemChanged use(String operation, StoredItem note, Feedback feedback) throws IOException {
            try {
                return between(store -> new ItemRun(store, randomness.get()).use(operation, note, feedback));
            } catch (CompletionException e) {
                throw causeOf(e);
            }
        }

        private ItemChanged alone(String operation, ItemChange.Put put, JsonObject details)
                throws IOException, ConflictException {
            try {
                return between(store -> new ItemRun(store, randomness.get()).put(operation, put, details));
            } catch (CompletionException e) {
                switch (e.getCause()) {
                    case ConflictException conflict -> throw conflict;
                    case null, default -> throw causeOf(e);
                }
            }
        }

        @Override
        public ItemChanged put(String operation, ItemChange.Put put, JsonObject details)
                throws IOException, ConflictException {
            if (!put.key().kind().isOfRuntime()) {
                // A note also needs a line in an index, which makes it a run of several files.
                return alone(operation, put, details);
            }
            GroupCommit.Written written = group.write(new GroupCommit.Write(operation, put, details));
            if (written.outcome() == GroupCommit.Outcome.CONFLICT) {
                throw new ConflictException(put.key(), get(put.key()));
            }
            Optional<StoredItem> stored =
                    written.revision().map(revision -> new StoredItem(put.key(), revision, put.text()));
            return new ItemChanged(
                    location,
                    put.key(),
                    details.string(RecordedRun.TITLE).orElse(""),
                    stored.isPresent() ? stored : get(put.key()),
                    Optional.of(written.report()));
        }
    }
}
