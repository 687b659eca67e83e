package loom.aml.app.job;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.BackupOpener;
import loom.aml.app.backup.CreateSnapshot;
import loom.aml.app.maintain.MaintainResult;
import loom.aml.app.maintain.MaintainStore;
import loom.aml.app.monitor.CheckHealth;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.app.text.Amounts;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Health;
import loom.aml.run.Report;

/** Runs a job as cron would: nobody is asked, so removals that need consent are skipped unless they were confirmed in advance. */
public final class RunJob {
    private final BackupOpener stores;
    private final FrontEnd frontEnd;

    public RunJob(BackupOpener stores, FrontEnd frontEnd) {
        this.stores = stores;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param store the store as the front end names it
     * @param isConfirmed whether all removals were confirmed in advance
     */
    public record Request(JobKind job, String store, boolean isConfirmed) {}

    /**
     * The result.
     *
     * @param isComplete whether everything was done, and nothing needs attention
     * @param summary the effect in a few words
     * @param document the document of the command with the same use case
     */
    public record Result(boolean isComplete, String summary, JsonObject document) {}

    public Result run(Request request) throws IOException, DeclinedException {
        return switch (request.job()) {
            case MAINTAIN -> maintain(request.isConfirmed());
            case HEALTH -> health(request.store());
            case FULL_BACKUP -> fullBackup();
        };
    }

    private Result maintain(boolean isConfirmed) throws IOException, DeclinedException {
        try (OpenStore opened = stores.forChange()) {
            MaintainResult result = new MaintainStore(opened, frontEnd)
                    .run(new MaintainStore.Request(false), new RunOptions(true, isConfirmed));
            return new Result(
                    result.done().outcome() == Report.Outcome.DONE,
                    Amounts.of(result.done().items(), "item") + ", "
                            + Amounts.size(result.done().bytesAfter()),
                    result.toJson());
        }
    }

    private Result health(String store) throws IOException {
        CheckHealth.Result result = new CheckHealth(stores, frontEnd).run(new CheckHealth.Request(Optional.of(store)));
        Health.Status status = result.health().status();
        return new Result(status == Health.Status.HEALTHY, status.word(), result.toJson());
    }

    private Result fullBackup() throws IOException {
        try (OpenStore opened = stores.forReading()) {
            CreateSnapshot.Result result =
                    new CreateSnapshot(stores, opened, frontEnd).run(new CreateSnapshot.Request(true, Set.of(), ""));
            return new Result(
                    result.snapshot().isComplete(),
                    "snapshot " + result.snapshot().manifest().id(),
                    result.toJson());
        }
    }
}
