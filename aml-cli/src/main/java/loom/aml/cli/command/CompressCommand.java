package loom.aml.cli.command;

import java.io.IOException;
import java.time.Duration;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.CompressPreview;
import loom.aml.app.maintain.CompressStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.compress.CompressPolicy;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Compresses collections that have not changed for a long time. */
public final class CompressCommand implements Command {
    private static final String AGE = "--age-days";
    private static final String LEVEL = "--level";

    @Override
    public String example() {
        return "aml optimize compress --age-days 30 --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(
                Options.value(Double.class, "DAYS", "Compress only collections unchanged for longer (30).", AGE));
        spec.addOption(Options.value(Integer.class, "N", "Level from 1 (fastest) to 9 (smallest) (9).", LEVEL));
        spec.addOption(AgentsOption.spec());
        ChangeOptions.describe(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        CompressPolicy policy =
                policy(arguments, session.configuration().policies().compress());
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            CompressStore compress = new CompressStore(opened, session.frontEnd());
            // A given age implies that the clock is trusted.
            boolean isClockTrusted = arguments.hasMatchedOption(AGE) || ClockOption.isTrusted(arguments);
            CompressStore.Request request =
                    new CompressStore.Request(policy, AgentsOption.of(arguments, opened), isClockTrusted);
            return options.isDry()
                    ? show(compress.preview(request), printer, session)
                    : printer.result(compress.run(request, options.run()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static CompressPolicy policy(ParseResult arguments, CompressPolicy configured) {
        double days = arguments.matchedOptionValue(AGE, -1.0);
        if (arguments.hasMatchedOption(AGE) && !(days >= 0 && days <= 36_500)) {
            throw new UsageException(AGE + " must be a number of days, 0 or more");
        }
        int level = arguments.matchedOptionValue(LEVEL, configured.level());
        if (level < 1 || level > 9) {
            throw new UsageException(LEVEL + " must be from 1 (fastest) to 9 (smallest), not " + level);
        }
        Duration age = days < 0 ? configured.age() : Duration.ofSeconds(Math.round(days * 86_400));
        return configured.withAge(age).withLevel(level);
    }

    private static ExitCode show(CompressPreview preview, RunPrinter printer, Session session) {
        session.printJson(preview.toJson());
        Style style = session.style();
        printer.migration(preview.migration());
        Table table = new Table("file", ">now", ">then");
        for (CompressPreview.Sizes sizes : preview.collections()) {
            table.row(
                    Printable.of(sizes.file()),
                    Amounts.size(sizes.bytes()),
                    sizes.shrinks() ? Amounts.size(sizes.compressed()) : "stays");
        }
        if (!table.isEmpty()) {
            session.out().print(table.toString(style));
        }
        session.show(preview.findings());
        session.out()
                .println(
                        preview.files() == 0
                                ? style.done("nothing to do")
                                : style.note("dry run: " + Amounts.of(preview.files(), "file")
                                        + " would be compressed, " + Amounts.size(preview.bytesFreed())
                                        + " freed; nothing was changed"));
        return RunPrinter.ofFindings(preview.findings());
    }
}
