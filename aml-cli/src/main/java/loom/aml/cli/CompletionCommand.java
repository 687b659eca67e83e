package loom.aml.cli;

import java.io.IOException;
import java.util.List;
import loom.aml.cli.complete.Script;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints a script with which a shell completes command lines. */
final class CompletionCommand implements Command {
    @Override
    public String example() {
        return "aml completion bash > ~/.local/share/bash-completion/completions/aml";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.DONE, ExitCode.USAGE);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(0, Script.shells(), "SHELL", "1", "bash, zsh or fish."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String shell = arguments.matchedPositionalValue(0, "");
        Script script = Script.of(shell).orElseThrow(() -> UsageException.unknown("shell", shell, Script.shells()));
        session.printJson(JsonObject.builder()
                .put("shell", shell)
                .put("script", script.text())
                .build());
        session.out().print(script.text());
        return ExitCode.DONE;
    }
}
