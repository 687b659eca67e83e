package loom.aml.app.monitor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.monitor.SurveyDepth;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;

/** Observes a store, and records the observation if that is possible without waiting for another run. */
public final class ObserveStore {
    private final StoreOpener stores;
    private final FrontEnd frontEnd;

    public ObserveStore(StoreOpener stores, FrontEnd frontEnd) {
        this.stores = stores;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isRecorded whether to record the observation and to plan notices
     */
    public record Request(SurveyDepth depth, boolean isRecorded) {}

    public Observed run(Request request) throws IOException {
        if (!request.isRecorded()) {
            return observe(request.depth());
        }
        try (OpenStore opened = stores.unlessLocked()) {
            return new Monitoring(opened, frontEnd).record(request.depth());
        } catch (StoreLockedException e) {
            return observe(request.depth(), "another run of aml has locked the store");
        } catch (AccessDeniedException e) {
            return observe(request.depth(), "the store is not writable");
        } catch (FileSystemException e) {
            // The file system may be read-only. Any other cause makes the observation fail as well.
            return observe(request.depth(), String.valueOf(e.getMessage()));
        }
    }

    private Observed observe(SurveyDepth depth) throws IOException {
        try (OpenStore opened = stores.forReading()) {
            return new Monitoring(opened, frontEnd).observe(depth);
        }
    }

    private Observed observe(SurveyDepth depth, String why) throws IOException {
        Observed seen = observe(depth);
        List<Finding> findings = new ArrayList<>(seen.findings());
        findings.add(
                Finding.of(Finding.Kind.RECOVERY, "monitoring", why + ", so this observation was not recorded", ""));
        return new Observed(seen.store(), seen.seen(), findings);
    }
}
