package loom.aml.server.page;

import java.util.List;
import loom.aml.app.job.JobKind;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.page.view.Addresses;

/** The start of a job that is otherwise started at its time. The overview lists the jobs; one that removes items shows its plan first. */
final class JobPages {
    private final JobScheduler jobs;

    JobPages(JobScheduler jobs) {
        this.jobs = jobs;
    }

    List<Route> routes() {
        return List.of(Route.post("/stores/*/jobs/*/run", this::run));
    }

    private Answer run(PageCall call) throws Exception {
        JobKind kind = JobKind.named(call.value(1)).orElseThrow(() -> new HttpFailure(404, "no job has this name"));
        if (kind == JobKind.MAINTAIN) {
            return new Answer.Redirect(Addresses.store(call.storeId()) + MaintenancePages.PLAN);
        }
        return OperationPages.follow(jobs.run(call.store(), kind, false));
    }
}
