package loom.aml.app.history;

import loom.aml.app.OpenStore;
import loom.aml.run.RecordedRun;
import loom.aml.run.RemovedItems;

/** Shows the items that a run removed, each with the rule that removed it, from the archives of the run. */
public final class ShowRemovals {
    private final OpenStore opened;

    public ShowRemovals(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param limit the maximum number of items
     */
    public record Request(RecordedRun run, int limit) {}

    public RemovedItems run(Request request) {
        return RemovedItems.of(opened.store(), request.run(), request.limit());
    }
}
