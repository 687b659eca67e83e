package loom.aml.server.page;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.job.JobKind;
import loom.aml.app.maintain.MaintainPreview;
import loom.aml.app.maintain.MaintainStore;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.page.view.Section;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;

/** The daily job: its plan, with the rule that would remove each item, and its start. */
final class MaintenancePages {
    /** The path of the plan below that of the store. */
    static final String PLAN = "/maintenance";

    private static final String PATH = "/stores/*" + PLAN;
    private static final int SHOWN = 60;

    private final JobScheduler jobs;

    MaintenancePages(JobScheduler jobs) {
        this.jobs = jobs;
    }

    List<Route> routes() {
        return List.of(Route.get(PATH, MaintenancePages::plan), Route.post(PATH, this::start));
    }

    private static Answer plan(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forReading()) {
            MaintainPreview preview =
                    new MaintainStore(opened, store.frontEnd()).preview(new MaintainStore.Request(false));
            return Answer.Page.of("maintenance", "Daily job", Section.OVERVIEW)
                    .with("preview", preview)
                    .with("explained", preview.first(opened, SHOWN));
        }
    }

    private Answer start(PageCall call) throws Exception {
        return OperationPages.follow(jobs.run(call.store(), JobKind.MAINTAIN, true));
    }
}
