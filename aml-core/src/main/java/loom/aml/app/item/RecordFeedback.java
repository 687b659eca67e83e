package loom.aml.app.item;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.item.text.UneditableException;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.StoredItem;

/** Records that an item helped, failed or is obsolete, in the fields that ranking and pruning use. */
public final class RecordFeedback {
    /** The operation under which feedback is recorded. */
    public static final String OPERATION = "feedback";

    private static final int ATTEMPTS = 8;

    private final ItemWriter changes;

    public RecordFeedback(OpenStore opened) {
        this(new ItemRun(opened));
    }

    /** @param random provides the id of the run */
    public RecordFeedback(MemoryStore store, RandomGenerator random) {
        this(new ItemRun(store, random));
    }

    RecordFeedback(ItemWriter changes) {
        this.changes = changes;
    }

    /**
     * The feedback on an item.
     *
     * @param revision the revision that the item must have; any if empty
     */
    public record Request(ItemKey key, Feedback feedback, Optional<Revision> revision) {}

    /**
     * Records the feedback. Concurrent feedback adds up, unless a request expects a revision.
     *
     * @throws InvalidItemException if a field that must be updated has another type
     * @throws ConflictException if the item does not have the expected revision, does not exist, or keeps being changed
     *     by other programs
     */
    public ItemChanged run(Request request) throws IOException, InvalidItemException, ConflictException {
        for (int attempt = 1; ; attempt++) {
            StoredItem item = changes.get(request.key())
                    .orElseThrow(() -> new ConflictException(request.key(), Optional.empty()));
            if (request.revision().isPresent() && !request.revision().get().equals(item.revision())) {
                throw new ConflictException(request.key(), Optional.of(item));
            }
            if (!request.key().kind().isOfRuntime()) {
                return changes.use(OPERATION, item, request.feedback());
            }
            try {
                return changes.put(
                        OPERATION,
                        new ItemChange.Put(
                                request.key(),
                                request.feedback().applyTo(item.fields(), changes.now()),
                                Precondition.revision(item.revision())),
                        ItemWriter.titled(item.fields(), request.feedback().toJson()));
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS || e.current().isEmpty()) {
                    throw e;
                }
            } catch (UneditableException e) {
                throw new InvalidItemException(String.valueOf(e.getMessage()));
            }
        }
    }
}
