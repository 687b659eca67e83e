package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;
import loom.aml.run.Execution;
import loom.aml.run.PinPlan;
import loom.aml.run.Report;
import loom.aml.store.Pins;
import loom.aml.store.Selection;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keeps an item whatever the rules say; without an id, lists what is kept so. */
public final class PinCommand implements Command {
    @Override
    public String name() {
        return "pin";
    }

    @Override
    public String summary() {
        return "Keep an item from all pruning and gc; without an ID, list what is pinned";
    }

    @Override
    public String example() {
        return "aml pin 768e2688-74a4-4876-9e78-1546855da464";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "0..1", "The id of the item, or how it begins."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String id = arguments.matchedPositionalValue(0, "");
        if (id.isEmpty()) {
            return list(session);
        }
        try (FileMemoryStore store = session.store().open()) {
            Lookup lookup = Lookup.of(store, Selection.ALL, id);
            List<String> ids =
                    lookup.found().stream().map(Lookup.Found::id).distinct().toList();
            if (ids.isEmpty()) {
                return NoSuchItem.tell(session, lookup, "the id " + Printable.of(id) + ", or one that begins like it");
            }
            return ids.size() == 1
                    ? execute(session, store, PinPlan.pin(store, ids.getFirst()), "is pinned")
                    : several(session, ids.size(), id);
        }
    }

    /** Says that it is not clear which item is meant. */
    static ExitCode several(Session session, int count, String id) {
        String what = Amounts.count(count) + " ids begin with " + Printable.of(id) + "; name more of it";
        session.warn(what);
        session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
        return ExitCode.FAILED;
    }

    private static ExitCode list(Session session) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Pins pins = store.pins();
            session.printJson(toJson(store, pins));
            if (pins.ids().isEmpty()) {
                session.out().println(session.style().note("nothing is pinned"));
            }
            pins.ids().forEach(id -> session.out().println(Printable.of(id)));
            return ExitCode.DONE;
        }
    }

    private static JsonObject toJson(FileMemoryStore store, Pins pins) {
        return JsonObject.builder()
                .put("store", store.location())
                .put("pins", pins.toJson().objects("pins"))
                .build();
    }

    /** Pins, or lets go, and says so. */
    static ExitCode execute(Session session, FileMemoryStore store, PinPlan plan, String what) throws IOException {
        Report report =
                new Execution(store, session.random()).execute(plan, Execution.Options.DEFAULT.withBackup(false));
        ExitCode code = ExitCode.of(report.outcome());
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("id", plan.id())
                .putAll(report.toJson())
                .build());
        if (code == ExitCode.DONE) {
            session.out().println(session.style().done(Printable.of(plan.id()) + " " + what));
        } else {
            report.findings().forEach(finding -> session.warn(Printable.of(finding.where() + ": " + finding.what())));
        }
        return code;
    }
}
