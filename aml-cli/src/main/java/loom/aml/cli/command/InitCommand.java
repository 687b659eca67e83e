package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.CreateStore;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Creates an empty store. */
public final class InitCommand implements Command {
    static final String DEFAULT_PATH = ".loom/memory";

    @Override
    public String example() {
        return "aml init .loom/memory";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("PATH", "0..1", "Where to create the store (" + DEFAULT_PATH + ")."));
    }

    /** The store belongs to the owner of the directory that contains it. */
    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        String path = arguments.matchedPositionalValue(
                0, session.location().namedPath().orElse(DEFAULT_PATH));
        session.location().settle(session.resolve(path));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String path = arguments.matchedPositionalValue(
                0, session.location().namedPath().orElse(DEFAULT_PATH));
        session.ifStopped("the store is either complete or missing; run the command again to make sure");
        CreateStore.Request request = new CreateStore.Request(session.location().settle(session.resolve(path)));
        CreateStore.Result result = new CreateStore(session.disk()).run(request);
        session.printJson(result.toJson());
        session.out().println(session.style().done("created an empty store at " + result.store()));
        return ExitCode.DONE;
    }
}
