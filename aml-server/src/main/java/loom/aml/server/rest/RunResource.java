package loom.aml.server.rest;

import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.history.ListRuns;
import loom.aml.app.history.UndoRun;
import loom.aml.app.run.RunOptions;
import loom.aml.run.RecordedRun;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStore;

/** The runs of a store, and their undo. */
final class RunResource {
    private static final String RUNS = "/stores/{store}/runs";

    private final StoreOperations operations;

    RunResource(StoreOperations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", RUNS, "listRuns", "List the runs, the newest first")
                        .takes(Parameter.number("limit", 1, 1_000, 20, "The maximum number of runs of a page."))
                        .takes(Parameter.text("before", "Only runs that are older than this one."))
                        .answers(200, "history", "The runs; the header Link has the address of the next page.")
                        .by(this::list),
                Route.of("GET", RUNS + "/{run}", "getRun", "Show a run")
                        .answers(200, "history", "A list with this run.")
                        .by(this::get),
                Route.of("GET", RUNS + "/{run}/undo", "previewUndo", "Show the effect of an undo")
                        .answers(200, "undo", "The result of a dry run.")
                        .by(this::preview),
                Route.of("POST", RUNS + "/{run}/undo", "undoRun", "Undo a run")
                        .mayHave(Schemas.CONFIRMED)
                        .startsOperation()
                        .by(this::undo));
    }

    private void list(RestCall call) throws Exception {
        ServedStore store = call.store();
        int limit = call.number("limit");
        try (OpenStore opened = store.opener().forReading()) {
            ListRuns.Result result = new ListRuns(opened).run(new ListRuns.Request(limit, call.text("before")));
            List<RecordedRun> runs = result.runs();
            if (runs.size() == limit) {
                call.http()
                        .set(
                                "Link",
                                "<" + call.http().path() + "?limit=" + limit + "&before="
                                        + runs.getLast().run() + ">; rel=\"next\"");
            }
            call.answer(200, "history", result.toJson());
        }
    }

    private void get(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            ListRuns.Result result = new ListRuns(opened)
                    .only(call.path("run"))
                    .orElseThrow(() -> new Problem(404, "no_such_run", "no run has this id"));
            call.answer(200, "history", result.toJson());
        }
    }

    private void preview(RestCall call) throws Exception {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forReading()) {
            UndoRun.Request request = new UndoRun.Request(call.path("run"), 0);
            call.answer(
                    200,
                    "undo",
                    new UndoRun(opened, store.frontEnd()).preview(request).toJson());
        }
    }

    private void undo(RestCall call) throws Exception {
        ServedStore store = call.store();
        String run = call.path("run");
        RunOptions options = new RunOptions(true, call.options().isTrue("confirmed"));
        call.accepted(operations.start(store, "undo", opener -> {
            try (OpenStore opened = opener.forChange()) {
                return new UndoRun(opened, store.frontEnd())
                        .run(new UndoRun.Request(run, 0), options)
                        .toJson();
            }
        }));
    }
}
