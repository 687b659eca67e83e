package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.ItemChanged;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.ItemPrinter;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.run.Report;
import loom.aml.store.StoredItem;

/** Prints the result of commands that change one item. */
final class ItemOutcome {
    private final Session session;

    ItemOutcome(Session session) {
        this.session = session;
    }

    /**
     * Prints the result of a change.
     *
     * @param done the change in the past tense: {@code added}
     */
    ExitCode print(ItemChanged changed, String done) throws IOException {
        session.printJson(changed.toJson());
        String name = ItemLabel.of(changed.key(), changed.title());
        if (changed.isDryRun()) {
            changed.item().ifPresent(this::print);
            session.out().println(session.style().note("dry run: " + name + " was not changed"));
            return ExitCode.DONE;
        }
        Report report = changed.report().orElseThrow();
        session.show(report.findings());
        if (report.outcome() != Report.Outcome.DONE) {
            session.warn(name + " was not " + done);
            return ExitCode.of(report.outcome());
        }
        if (changed.isUnchanged()) {
            session.out().println(session.style().done(name + " is already like that; nothing was changed"));
            return ExitCode.DONE;
        }
        String revision =
                changed.item().map(item -> ", revision " + item.revision()).orElse("");
        session.out().println(session.style().done(done + " " + name + revision));
        session.out()
                .println("  "
                        + session.style().faint("undo: " + session.location().prefix() + " undo " + report.run()));
        return ExitCode.DONE;
    }

    /** Reports a conflict with the current revision of the item. */
    ExitCode conflict(ConflictException e) {
        String name = ItemLabel.of(
                e.key(), e.current().map(item -> ItemTitle.of(item.fields())).orElse(""));
        String what = name
                + e.current()
                        .map(item -> " has revision " + item.revision() + " now")
                        .orElse(" does not exist any more")
                + "; nothing was changed";
        session.warn(what);
        JsonObject.Builder json = ErrorDocument.of(ExitCode.CONFLICT, what);
        json.put("current", e.currentToJson());
        session.printJson(json.build());
        e.current().ifPresent(this::print);
        return ExitCode.CONFLICT;
    }

    private void print(StoredItem item) {
        new ItemPrinter(session.style(), session.out(), session.clock().instant())
                .print(item.key().agent(), item.fields());
    }
}
