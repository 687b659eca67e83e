package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.similar.MergeStore;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.Style;
import loom.aml.io.Printable;
import loom.aml.merge.combine.Merges;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Merges items that say the same. */
public final class MergeCommand implements Command {
    private static final String AGAIN = "--again";

    @Override
    public String example() {
        return "aml merge --explain";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.flag("Include items that 'aml undo' restored and that did not change since.", AGAIN));
        ChangeOptions.describeWithExplain(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            MergeStore merge = new MergeStore(opened, session.frontEnd());
            MergeStore.Request request =
                    new MergeStore.Request(AgentsOption.of(arguments, opened), Options.has(arguments, AGAIN));
            return options.isDry()
                    ? show(merge.preview(request), options.explain(), session)
                    : printer.result(merge.run(request, options.run()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static ExitCode show(MergeStore.Preview preview, boolean isExplained, Session session) {
        session.printJson(preview.toJson());
        Style style = session.style();
        int absorbed = 0;
        for (Merges.Merge merge : preview.plan().merges()) {
            absorbed += merge.absorbed().size();
            if (isExplained) {
                session.out()
                        .println(style.labelled(
                                Printable.of(merge.survivor().agent()) + "/"
                                        + merge.survivor().kind().word() + " ",
                                ItemLabel.of(merge.survivor().id(), merge.title())));
                merge.absorbed()
                        .forEach(one -> session.out()
                                .println(style.labelled(
                                        "  absorbs ",
                                        ItemLabel.of(one.key().id(), one.title()) + ": "
                                                + Printable.of(one.reason()))));
            }
        }
        session.show(preview.findings());
        session.out()
                .println(
                        absorbed == 0
                                ? style.done("nothing to do")
                                : style.note("dry run: " + Amounts.of(absorbed, "item") + " would be merged into "
                                        + Amounts.of(preview.plan().merges().size(), "other")
                                        + "; nothing was changed"));
        return RunPrinter.ofFindings(preview.findings());
    }
}
