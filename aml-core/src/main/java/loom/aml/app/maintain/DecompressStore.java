package loom.aml.app.maintain;

import java.io.IOException;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunPreview;
import loom.aml.app.run.RunResult;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.Compressor;
import loom.aml.item.ItemKind;
import loom.aml.store.Selection;

/** Converts compressed collections to plain text. */
public final class DecompressStore {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public DecompressStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /** The request. */
    public record Request(Selection agents) {}

    /** Plans the decompression. */
    public RunPreview preview(Request request) throws IOException {
        opened.require(ItemKind.PATTERN, CompressStore.NOT_COMPRESSED);
        AutoMigrated migrated = AutoMigrated.plan(opened);
        return new RunPreview(opened, plan(request), migrated);
    }

    /**
     * Decompresses the collections.
     *
     * @throws DeclinedException never; nothing is removed
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        opened.require(ItemKind.PATTERN, CompressStore.NOT_COMPRESSED);
        try (AutoMigrated migrated = AutoMigrated.execute(opened, Compressor.DECOMPRESS, options)) {
            return new PlanRun(opened, frontEnd).execute(plan(request), 0, migrated, options);
        }
    }

    private CompressPlan plan(Request request) throws IOException {
        return new Compressor(opened.policies().compress(), opened.now()).decompress(opened.store(), request.agents());
    }
}
