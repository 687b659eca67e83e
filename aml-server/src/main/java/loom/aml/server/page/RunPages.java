package loom.aml.server.page;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.history.ListRuns;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.history.ShowRemovals;
import loom.aml.app.history.UndoPreview;
import loom.aml.app.history.UndoRun;
import loom.aml.app.run.RunOptions;
import loom.aml.run.RecordedRun;
import loom.aml.run.RemovedItems;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.FindingView;
import loom.aml.server.page.view.RunRow;
import loom.aml.server.page.view.RunView;
import loom.aml.server.page.view.Section;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.Finding;

/** The runs of a store with their effects and reasons, and their undo. */
final class RunPages {
    private static final int LIMIT = 50;
    private static final int REMOVED = 500;
    private static final int SHOWN = 50;
    private static final String RUNS = "/stores/*/runs";

    private final OperationPages operations;

    RunPages(OperationPages operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get(RUNS, RunPages::list),
                Route.get(RUNS + "/*", RunPages::show),
                Route.get(RUNS + "/*/undo", RunPages::ask),
                Route.post(RUNS + "/*/undo", this::undo));
    }

    private static Answer list(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        Instant now = store.memory().now();
        try (OpenStore opened = store.opener().forReading()) {
            ListRuns.Result runs = new ListRuns(opened).run(new ListRuns.Request(LIMIT, call.query("before")));
            String older =
                    runs.runs().size() < LIMIT ? "" : runs.runs().getLast().run();
            return Answer.Page.of("runs", "Runs", Section.RUNS)
                    .with("runs", RunRow.of(runs, now))
                    .with("total", runs.total())
                    .with("older", older)
                    .with("findings", FindingView.of(runs.findings()));
        }
    }

    private static ListRuns.Result find(OpenStore opened, String run) throws IOException, HttpFailure {
        return new ListRuns(opened)
                .only(run)
                .orElseThrow(() -> new HttpFailure(404, "no run has this id; old ones are forgotten"));
    }

    private static Answer show(PageCall call) throws IOException, NoSuchStoreException, HttpFailure {
        ServedStore store = call.store();
        Instant now = store.memory().now();
        try (OpenStore opened = store.opener().forReading()) {
            ListRuns.Result found = find(opened, call.value(1));
            RecordedRun run = found.runs().getFirst();
            RemovedItems removed = new ShowRemovals(opened).run(new ShowRemovals.Request(run, REMOVED));
            List<Finding> unread = new ArrayList<>(found.findings());
            unread.addAll(removed.findings());
            RunView view = new RunView(
                    RunRow.of(run, found.undone(), now),
                    ListRuns.steps(run)
                            .map(step -> RunRow.of(step, found.undone(), now))
                            .toList(),
                    run.snapshot(),
                    run.record().undoes(),
                    removed.first(),
                    run.removed(),
                    FindingView.of(unread));
            return Answer.Page.of("run", "Run", Section.RUNS).with("view", view);
        }
    }

    private static Answer ask(PageCall call)
            throws IOException, NoSuchStoreException, NotUndoableException, HttpFailure {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forReading()) {
            RecordedRun run = find(opened, call.value(1)).runs().getFirst();
            UndoPreview preview = new UndoRun(opened, store.frontEnd()).preview(new UndoRun.Request(run.run(), SHOWN));
            return Answer.Page.of("undo", "Undo", Section.RUNS)
                    .with("operation", run.operation())
                    .with("preview", preview);
        }
    }

    private Answer undo(PageCall call) throws Exception {
        ServedStore store = call.store();
        String run = call.value(1);
        return operations.start(store, "undo", opener -> {
            try (OpenStore opened = opener.forChange()) {
                return new UndoRun(opened, store.frontEnd())
                        .run(new UndoRun.Request(run, 0), new RunOptions(true, true))
                        .toJson();
            }
        });
    }
}
