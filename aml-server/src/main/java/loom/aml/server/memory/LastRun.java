package loom.aml.server.memory;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import loom.aml.app.item.ItemChanged;
import loom.aml.run.Report;

/** Remembers the last change that this server made, for an undo that names none. Thread-safe. */
final class LastRun {
    private final AtomicReference<Optional<String>> run = new AtomicReference<>(Optional.empty());

    void set(ItemChanged changed) {
        if (changed.report().isPresent() && !changed.isUnchanged()) {
            run.set(changed.report().map(Report::run));
        }
    }

    /** Forgets the run if it is still the last one. */
    void undone(String undone) {
        run.updateAndGet(last -> last.filter(id -> !id.equals(undone)));
    }

    Optional<String> get() {
        return run.get();
    }
}
