package loom.aml.app.maintain;

import java.io.IOException;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.CompressPolicy;
import loom.aml.compress.Compressor;
import loom.aml.item.ItemKind;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Selection;

/** Compresses collections that have not been written for long. */
public final class CompressStore {
    static final String NOT_COMPRESSED = "its program reads plain text, so its files are not compressed";

    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public CompressStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(CompressPolicy policy, Selection agents, boolean isClockTrusted) {}

    /** Plans the compression, with the resulting sizes. */
    public CompressPreview preview(Request request) throws IOException {
        opened.require(ItemKind.PATTERN, NOT_COMPRESSED);
        AutoMigrated migrated = AutoMigrated.plan(opened);
        Compressor compressor = new Compressor(request.policy(), clock(request));
        CompressPlan plan = compressor.compress(opened.store(), request.agents());
        return CompressPreview.of(opened, plan, compressor.measure(opened.store(), plan), migrated);
    }

    /**
     * Compresses the collections.
     *
     * @throws DeclinedException never; nothing is removed
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        opened.require(ItemKind.PATTERN, NOT_COMPRESSED);
        // Determined before the migration, whose record would confirm the clock.
        ClockVerdict clock = clock(request);
        try (AutoMigrated migrated = AutoMigrated.execute(opened, Compressor.COMPRESS, options)) {
            CompressPlan plan = new Compressor(request.policy(), clock).compress(opened.store(), request.agents());
            return new PlanRun(opened, frontEnd).execute(plan, 0, migrated, options);
        }
    }

    private ClockVerdict clock(Request request) throws IOException {
        return ClockJudgement.of(opened, request.isClockTrusted());
    }
}
