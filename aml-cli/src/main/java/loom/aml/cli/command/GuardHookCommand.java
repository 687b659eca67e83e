package loom.aml.cli.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.app.FrontEnd;
import loom.aml.app.guard.RunHook;
import loom.aml.app.guard.StoreObserver;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Answers a hook of Claude Code, which sends a document on standard input. It never ends with the code of wrong usage,
 * because an exit code of 2 would block the tool of the session.
 */
public final class GuardHookCommand implements Command {

    @Override
    public String example() {
        return "aml guard hook SessionStart";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("EVENT", "1", "SessionStart, PreToolUse, PostToolUse or SessionEnd."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) {
        return answer(arguments.matchedPositionalValue(0, ""), session);
    }

    /** Answers an event. The entry point calls it without the parser of options, which would take half of the time. */
    public static ExitCode answer(String event, Session session) {
        RunHook hook = new RunHook(
                session.disk(),
                ClientArguments.folders(session),
                store -> observer(session, store, new AgentFrontEnd(session)));
        Optional<JsonObject> answer = hook.run(event, session.input());
        if (session.isJson()) {
            session.printJson(JsonObject.builder()
                    .put("event", event)
                    .put("answer", answer.orElse(null))
                    .build());
        } else if (answer.isPresent()) {
            PrintStream out = new PrintStream(session.protocolOutput(), false, StandardCharsets.UTF_8);
            out.println(answer.get());
            out.flush();
        }
        return ExitCode.DONE;
    }

    static StoreObserver observer(Session session, Path store, FrontEnd frontEnd) {
        session.name(store);
        return new StoreObserver(
                session.store(),
                session.disk(),
                session::random,
                frontEnd,
                "aml " + ShellWord.of(FileName.text(store)));
    }

    /** Not the code of wrong usage, which would block the tool. */
    @Override
    public ExitCode failure(ExitCode usual) {
        return ExitCode.FAILED;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.DONE, ExitCode.FAILED);
    }
}
