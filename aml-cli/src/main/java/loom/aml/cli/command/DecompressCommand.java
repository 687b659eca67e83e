package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.DecompressStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Decompresses collections. */
public final class DecompressCommand implements Command {
    @Override
    public String example() {
        return "aml optimize decompress --agents debugger";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(AgentsOption.spec());
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            DecompressStore decompress = new DecompressStore(opened, session.frontEnd());
            DecompressStore.Request request = new DecompressStore.Request(AgentsOption.of(arguments, opened));
            return options.isDry()
                    ? printer.preview(decompress.preview(request), false)
                    : printer.result(decompress.run(request, options.run()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }
}
