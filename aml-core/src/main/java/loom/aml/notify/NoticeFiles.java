package loom.aml.notify;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StateDocuments;
import loom.aml.store.StoreChange;

/** The outbox and the undelivered notices of a store, as they were read. */
public final class NoticeFiles {
    private static final String GAVE_UP = "aml gave up";

    private final MemoryStore store;
    private final Instant now;
    private final StateDocuments files;
    private final StateDocuments.Kept<Outbox> outbox;

    private NoticeFiles(MemoryStore store) throws IOException {
        this.store = store;
        this.now = store.options().clock().instant();
        this.files = new StateDocuments(store, StateDocuments.MONITORING);
        this.outbox = files.read(Outbox.FILE, Outbox.NONE, Outbox::parse);
    }

    /** Reads the outbox. Fails only if the disk fails. */
    public static NoticeFiles of(MemoryStore store) throws IOException {
        return new NoticeFiles(store);
    }

    public Outbox outbox() {
        return outbox.value();
    }

    /** Returns whether the outbox can be read and written. */
    public boolean isWritable() {
        return outbox.isWritable();
    }

    /** Returns the problem of a damaged outbox. */
    public Optional<Finding> finding() {
        return outbox.finding();
    }

    /**
     * Returns the steps that write the outbox, each only after the previous ones: notices that leave it are first recorded
     * as undelivered.
     *
     * @param given the notices for which aml gives up
     */
    public List<List<StoreChange>> put(Outbox next, List<PendingNotice> given) throws IOException {
        List<List<StoreChange>> steps = new ArrayList<>();
        if (!given.isEmpty()) {
            StateDocuments.Kept<List<Undelivered>> kept = files.read(Undelivered.FILE, List.of(), Undelivered::parse);
            List<Undelivered> all = new ArrayList<>(kept.value());
            given.forEach(entry -> all.add(new Undelivered(
                    now,
                    entry.channel().word(),
                    entry.why().isEmpty() ? GAVE_UP : entry.why(),
                    entry.notice().toJson(store.location()))));
            steps.add(kept.setAside(now).stream().toList());
            steps.add(kept.put(Undelivered.toText(all)).stream().toList());
        }
        if (!next.equals(outbox.value()) || outbox.broken().isPresent()) {
            steps.add(outbox.setAside(now).stream().toList());
            steps.add(outbox.put(next.toText()).stream().toList());
        }
        return steps;
    }
}
