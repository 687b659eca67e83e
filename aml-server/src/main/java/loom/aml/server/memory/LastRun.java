package loom.aml.server.memory;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import loom.aml.app.item.ItemChanged;
import loom.aml.run.Report;

/** Remembers the last change of the only client, for an undo that names no run. Thread-safe. */
final class LastRun {
    private final boolean isShared;
    private final AtomicReference<Optional<String>> run = new AtomicReference<>(Optional.empty());

    /** @param isShared whether several clients use the server, so that the last change may be that of another one */
    LastRun(boolean isShared) {
        this.isShared = isShared;
    }

    void set(ItemChanged changed) {
        if (!isShared && changed.report().isPresent() && !changed.isUnchanged()) {
            run.set(changed.report().map(Report::run));
        }
    }

    /**
     * Forgets the run if it is still the last one.
     *
     * @param undone its id or the first characters
     */
    void undone(String undone) {
        run.updateAndGet(last -> last.filter(id -> !id.startsWith(undone)));
    }

    Optional<String> get() {
        return run.get();
    }
}
