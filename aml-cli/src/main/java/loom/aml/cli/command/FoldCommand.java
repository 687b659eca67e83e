package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.FoldStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.fold.FoldPlan;
import loom.aml.fold.FoldPolicy;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keeps an index of notes within the part that is loaded. */
public final class FoldCommand implements Command {
    private static final String ABOVE = "--above";
    private static final String DOWN_TO = "--down-to";

    @Override
    public String example() {
        return "aml optimize fold --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value(Integer.class, "PERCENT", "Fold an index that is fuller (80).", ABOVE));
        spec.addOption(Options.value(Integer.class, "PERCENT", "Leave so much in use (60).", DOWN_TO));
        spec.addOption(AgentsOption.spec());
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        FoldPolicy policy = policy(arguments);
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            FoldStore fold = new FoldStore(opened, session.frontEnd());
            FoldStore.Request request = new FoldStore.Request(policy, AgentsOption.of(arguments, opened));
            return options.isDry()
                    ? show(fold.preview(request), session)
                    : printer.result(fold.run(request, options.run()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static FoldPolicy policy(ParseResult arguments) {
        FoldPolicy policy = FoldPolicy.DEFAULT;
        policy = policy.withAbove(share(arguments, ABOVE, policy.above()));
        return policy.withDownTo(share(arguments, DOWN_TO, policy.downTo()));
    }

    private static double share(ParseResult arguments, String option, double usual) {
        int percent = arguments.matchedOptionValue(option, (int) Math.round(usual * 100));
        if (percent < 0 || percent > 100) {
            throw new UsageException(option + " must be from 0 to 100, not " + percent);
        }
        return percent / 100.0;
    }

    private static ExitCode show(FoldStore.Preview preview, Session session) {
        session.printJson(preview.toJson());
        Style style = session.style();
        Table table = new Table("entry", "from", "to");
        for (FoldPlan.Move move : preview.plan().moves()) {
            table.row(Printable.of(move.title()), Printable.of(move.from()), Printable.of(move.to()));
        }
        if (!table.isEmpty()) {
            session.out().print(table.toString(style));
        }
        session.show(preview.findings());
        int lines = preview.plan().moves().size();
        session.out()
                .println(
                        lines == 0
                                ? style.done("nothing to do")
                                : style.note("dry run: " + Amounts.of(lines, "line")
                                        + " would be moved; nothing was changed"));
        return RunPrinter.ofFindings(preview.findings());
    }
}
