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
import loom.aml.run.Undo;
import loom.aml.store.Plan;
import loom.aml.store.log.RunRecord;

/** Undoes a run. */
public final class UndoRun {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public UndoRun(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * What to undo.
     *
     * @param run the id of the run, or its first characters; the newest that can be undone if empty
     */
    public record Request(String run) {}

    /**
     * Returns what would be restored.
     *
     * @throws NotUndoableException if there is no such run
     */
    public UndoPreview preview(Request request) throws IOException, NotUndoableException {
        RunRecord run = find(request);
        Plan plan = Undo.plan(opened.store(), run);
        return new UndoPreview(
                opened.location(),
                run.run(),
                plan.changes().changes().size(),
                run.removed() + run.transformed(),
                plan.findings());
    }

    /**
     * Undoes the run.
     *
     * @throws NotUndoableException if there is no such run
     * @throws DeclinedException if a person was asked and did not confirm it
     */
    public RunResult run(Request request, RunOptions options)
            throws IOException, NotUndoableException, DeclinedException {
        Plan plan = Undo.plan(opened.store(), find(request));
        return new PlanRun(opened, frontEnd).execute(plan, 0, AutoMigrated.NOT_SET, options);
    }

    private RunRecord find(Request request) throws IOException, NotUndoableException {
        History history = new History(opened.store());
        return request.run().isEmpty()
                ? history.latestUndoable()
                        .orElseThrow(() -> new NotUndoableException("there is no run to take back; see 'aml history'"))
                : named(request.run(), history.runs());
    }

    private static RunRecord named(String name, List<RunRecord> runs) throws NotUndoableException {
        List<RunRecord> found = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.run().startsWith(name)) {
                found.add(run);
            }
        }
        if (found.size() != 1) {
            throw new NotUndoableException(
                    found.isEmpty()
                            ? "no run '" + name + "'; see 'aml history'"
                            : found.size() + " runs begin with '" + name + "'; give more of the id");
        }
        RunRecord run = found.getFirst();
        if (History.undone(runs).contains(run.run())) {
            throw new NotUndoableException("run " + run.run() + " was taken back already");
        }
        if (!Undo.canUndo(run)) {
            throw new NotUndoableException("run " + run.run() + " (" + run.operation() + ") took nothing away");
        }
        return run;
    }
}
