package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.MaintainPreview;
import loom.aml.app.maintain.MaintainResult;
import loom.aml.app.maintain.MaintainStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Runs the daily job. */
public final class MaintainCommand implements Command {
    @Override
    public String example() {
        return "aml maintain --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        ChangeOptions.describe(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ChangeOptions options = ChangeOptions.of(arguments);
        try (OpenStore opened = options.open(session)) {
            MaintainStore maintain = new MaintainStore(opened, session.frontEnd());
            MaintainStore.Request request = new MaintainStore.Request(ClockOption.isTrusted(arguments));
            return options.isDry()
                    ? show(maintain.preview(request), session)
                    : show(maintain.run(request, options.run()), session);
        } catch (DeclinedException e) {
            return new RunPrinter(session).declined(e);
        }
    }

    private static ExitCode show(MaintainPreview preview, Session session) {
        session.printJson(preview.toJson());
        new MaintainPrinter(session).print(preview);
        return RunPrinter.ofFindings(preview.findings());
    }

    private static ExitCode show(MaintainResult result, Session session) {
        session.printJson(result.toJson());
        new MaintainPrinter(session).print(result);
        result.copies().ifPresent(new CopyPrinter(session)::print);
        ExitCode code = ExitCode.of(result.done().outcome());
        return code == ExitCode.DONE && !result.isCopied() ? ExitCode.PARTIAL : code;
    }
}
