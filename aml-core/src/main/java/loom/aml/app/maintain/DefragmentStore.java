package loom.aml.app.maintain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.app.search.UpdateIndex;
import loom.aml.backup.Backup;
import loom.aml.backup.repack.RepackReport;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.Compressor;
import loom.aml.index.IndexDocuments;
import loom.aml.index.StoreIndex;
import loom.aml.run.BackupRuns;
import loom.aml.store.Selection;

/**
 * Measures fragmentation and repairs it where that pays: compresses old collections, rebuilds an index with many deleted documents, and
 * repacks snapshots. Each step is a run of its own.
 */
public final class DefragmentStore {
    private final OpenStore opened;
    private final FrontEnd frontEnd;
    private final DefragPolicy policy;

    public DefragmentStore(OpenStore opened, FrontEnd frontEnd, DefragPolicy policy) {
        this.opened = opened;
        this.frontEnd = frontEnd;
        this.policy = policy;
    }

    /**
     * The request.
     *
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(boolean isClockTrusted) {}

    /** Measures, and changes nothing. */
    public DefragPlan preview(Request request) throws IOException {
        Compressor compressor =
                new Compressor(opened.policies().compress(), ClockJudgement.of(opened, request.isClockTrusted()));
        CompressPlan compress = compressor.compress(opened.store(), Selection.ALL);
        Optional<IndexDocuments> index = documents();
        try (Backup backup = Backup.of(opened.store().place(), opened.random())) {
            return new DefragPlan(
                    opened.location(),
                    runs(backup).planRepack(policy.backups()),
                    index,
                    index.filter(policy::isRebuildWorthIt).isPresent(),
                    CompressPreview.of(
                            opened, compress, compressor.measure(opened.store(), compress), AutoMigrated.plan(opened)),
                    CollectionSpace.of(opened.store()));
        }
    }

    private Optional<IndexDocuments> documents() throws IOException {
        return new StoreIndex(opened.store()).documents();
    }

    private BackupRuns runs(Backup backup) {
        return new BackupRuns(backup, opened.random());
    }

    /**
     * Repairs what pays. Every step is verified before the former data is removed.
     *
     * @throws DeclinedException never; nothing is removed
     */
    public DefragReport run(Request request, RunOptions options) throws IOException, DeclinedException {
        DefragPlan plan = preview(request);
        Optional<RunResult> compressed = plan.compress().files() == 0
                ? Optional.empty()
                : Optional.of(new CompressStore(opened, frontEnd)
                        .run(
                                new CompressStore.Request(
                                        opened.policies().compress(), Selection.ALL, request.isClockTrusted()),
                                options));
        Optional<IndexDocuments> index = Optional.empty();
        if (plan.isIndexRebuilt()) {
            new UpdateIndex(opened).run(new UpdateIndex.Request(true));
            index = documents();
        }
        return new DefragReport(plan, compressed, index, repacked(plan));
    }

    private RepackReport repacked(DefragPlan plan) throws IOException {
        if (plan.backups().isEmpty()) {
            return new RepackReport(plan.backups(), List.of(), 0, plan.backups().findings());
        }
        // Planned again: the snapshot before the compression may be new.
        try (Backup backup = Backup.of(opened.store().place(), opened.random())) {
            BackupRuns runs = runs(backup);
            return runs.repack(runs.planRepack(policy.backups()));
        }
    }
}
