package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the path of the configuration file. */
public final class ConfigPathCommand implements Command {
    @Override
    public String example() {
        return "aml config path";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Path path = session.configuration().path();
        boolean exists = session.disk().state(path).isFile();
        session.printJson(JsonObject.builder()
                .put("file", FileName.text(path))
                .put("exists", exists)
                .build());
        session.out().println(Printable.of(FileName.text(path)));
        return ExitCode.DONE;
    }
}
