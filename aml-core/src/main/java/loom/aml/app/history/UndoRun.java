package loom.aml.app.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.RemovedItems;
import loom.aml.run.RunUndo;
import loom.aml.store.Plan;
import loom.aml.store.StoreChange;
import loom.aml.store.log.RunRecord;

/** Undoes a run with all its steps. */
public final class UndoRun {
    /** The operation after which nothing can be restored. */
    private static final String PURGE = "purge";

    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public UndoRun(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param run the id of the run or its first characters; if empty, the newest run that can be undone
     * @param shown the number of removed items that a preview lists
     */
    public record Request(String run, int shown) {}

    /**
     * Plans the undo.
     *
     * @throws NotUndoableException if the run does not exist or cannot be undone
     */
    public UndoPreview preview(Request request) throws IOException, NotUndoableException {
        RecordedRun run = find(request);
        Plan plan = new RunUndo(opened.store(), run).plan();
        long files = plan.changes().changes().stream()
                .map(StoreChange::path)
                .distinct()
                .count();
        return new UndoPreview(
                opened.location(),
                run.run(),
                (int) files,
                run.removed() + run.transformed(),
                plan.findings(),
                RemovedItems.of(opened.store(), run, request.shown()));
    }

    /**
     * Undoes the run.
     *
     * @throws NotUndoableException if the run does not exist or cannot be undone
     * @throws DeclinedException if the user did not confirm it
     */
    public RunResult run(Request request, RunOptions options)
            throws IOException, NotUndoableException, DeclinedException {
        RunUndo undo = new RunUndo(opened.store(), find(request));
        return new PlanRun(opened, frontEnd)
                .execute(
                        undo.plan(),
                        0,
                        AutoMigrated.NOT_SET,
                        options,
                        (_, execution, how) -> undo.execute(execution, how));
    }

    private RecordedRun find(Request request) throws IOException, NotUndoableException {
        History history = new History(opened.store());
        return request.run().isEmpty()
                ? history.latestUndoable()
                        .orElseThrow(() -> new NotUndoableException("no run to undo; see 'aml history'"))
                : named(request.run(), history);
    }

    private static RecordedRun named(String name, History history) throws IOException, NotUndoableException {
        List<RunRecord> records = history.runs();
        List<RecordedRun> runs = RecordedRun.group(records);
        List<RecordedRun> found = beginningWith(name, runs);
        if (found.isEmpty()) {
            found = beginningWith(name, stepsOf(runs));
        }
        if (found.size() != 1) {
            throw new NotUndoableException(
                    found.isEmpty()
                            ? "no run '" + name + "'; see 'aml history'"
                            : found.size() + " runs begin with '" + name + "'; specify more of the id");
        }
        RecordedRun run = found.getFirst();
        if (History.undone(records).contains(run.run())) {
            throw new NotUndoableException("run " + run.run() + " was already undone");
        }
        if (run.operation().equals(PURGE)) {
            throw new NotUndoableException("run " + run.run()
                    + " purged something for good: of all operations, only this one cannot be undone");
        }
        if (!run.canUndo()) {
            throw new NotUndoableException("run " + run.run() + " (" + run.operation() + ") removed nothing");
        }
        return run;
    }

    private static List<RecordedRun> beginningWith(String name, List<RecordedRun> runs) {
        List<RecordedRun> found = new ArrayList<>();
        for (RecordedRun run : runs) {
            if (run.run().startsWith(name)) {
                found.add(run);
            }
        }
        return found;
    }

    /** Returns the steps of runs, which can be undone separately. */
    private static List<RecordedRun> stepsOf(List<RecordedRun> runs) {
        List<RecordedRun> steps = new ArrayList<>();
        for (RecordedRun run : runs) {
            run.steps().forEach(step -> steps.add(new RecordedRun(step, List.of())));
        }
        return steps;
    }
}
