package loom.aml.server.rest;

import java.util.List;
import loom.aml.app.job.JobKind;
import loom.aml.json.JsonObject;
import loom.aml.server.job.JobPlan;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.stores.ServedStore;

/** The jobs of a store that run at given times. */
final class JobResource {
    private static final String JOBS = "/stores/{store}/jobs";

    private final JobScheduler jobs;

    JobResource(JobScheduler jobs) {
        this.jobs = jobs;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", JOBS, "listJobs", "List the jobs with their next and last runs")
                        .answers(200, "jobs", "The jobs, whether they run or not.")
                        .by(this::list),
                Route.of("POST", JOBS + "/{job}/run", "runJob", "Run a job now, as at its time")
                        .startsOperation()
                        .by(this::run));
    }

    private void list(RestCall call) throws Exception {
        ServedStore store = call.store();
        call.send(
                200,
                JsonObject.builder()
                        .put("store", store.id())
                        .put(
                                "jobs",
                                jobs.plans(store).stream().map(JobPlan::toJson).toList())
                        .build());
    }

    private void run(RestCall call) throws Exception {
        ServedStore store = call.store();
        JobKind kind = JobKind.named(call.path("job"))
                .orElseThrow(() -> new Problem(
                        404,
                        "no_such_job",
                        "no job has this name; GET " + RestEndpoint.ROOT + "/stores/" + store.id()
                                + "/jobs lists them"));
        call.accepted(jobs.run(store, kind, false));
    }
}
