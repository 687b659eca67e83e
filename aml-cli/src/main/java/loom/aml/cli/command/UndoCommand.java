package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Amounts;
import loom.aml.json.JsonObject;
import loom.aml.run.History;
import loom.aml.run.Undo;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.RunRecord;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes a run back. */
public final class UndoCommand implements Command {
    @Override
    public String name() {
        return "undo";
    }

    @Override
    public String summary() {
        return "Put back what a run removed: the newest, or the one that is named";
    }

    @Override
    public String example() {
        return "aml undo 20261123T040000.120Z-3f9a";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("RUN", "0..1", "The run, or how its id begins; see 'aml history'."));
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String named = arguments.matchedPositionalValue(0, "");
        ChangeOptions options = ChangeOptions.of(arguments);
        try (FileMemoryStore store = options.open(session)) {
            History history = new History(store);
            RunRecord run = named.isEmpty()
                    ? history.latestUndoable()
                            .orElseThrow(() -> new UsageException("there is no run to take back; see 'aml history'"))
                    : find(history, named);
            Plan plan = Undo.plan(store, run);
            Executed executed = new Executed(session, store);
            if (options.isDry()) {
                return show(session, store, run, plan);
            }
            return executed.execute(plan, options);
        }
    }

    private static RunRecord find(History history, String named) throws IOException {
        List<RunRecord> runs = history.runs();
        List<RunRecord> found =
                runs.stream().filter(run -> run.run().startsWith(named)).toList();
        if (found.size() != 1) {
            throw new UsageException(
                    found.isEmpty()
                            ? "no run '" + named + "'; see 'aml history'"
                            : found.size() + " runs begin with '" + named + "'; give more of the id");
        }
        RunRecord run = found.getFirst();
        Set<String> undone = History.undone(runs);
        if (undone.contains(run.run())) {
            throw new UsageException("run " + run.run() + " was taken back already");
        }
        if (!Undo.canUndo(run)) {
            throw new UsageException("run " + run.run() + " (" + run.operation() + ") took nothing away");
        }
        return run;
    }

    private static ExitCode show(Session session, FileMemoryStore store, RunRecord run, Plan plan) {
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", true)
                .put("operation", Undo.OPERATION)
                .put("undoes", run.run())
                .put("files_changed", plan.changes().changes().size())
                .put("items_at_most", run.removed() + run.transformed())
                .put("findings", plan.findings().stream().map(Finding::toJson).toList())
                .build());
        long items = run.removed() + run.transformed();
        String files = Amounts.of(plan.changes().changes().size(), "file");
        session.out()
                .println(session.style()
                        .note(
                                items == 0
                                        ? "dry run: " + files + " would be as before; nothing was changed"
                                        : "dry run: up to " + Amounts.items(items) + " would be put back into " + files
                                                + "; nothing was changed"));
        return ExitCode.DONE;
    }
}
