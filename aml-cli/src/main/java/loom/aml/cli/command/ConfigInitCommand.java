package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.config.ConfigurationText;
import loom.aml.io.FileName;
import loom.aml.io.Replacement;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes a configuration file with all settings commented out. */
public final class ConfigInitCommand implements Command {
    @Override
    public String example() {
        return "aml config init";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Print the file instead of writing it.", "--print"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        if (Options.has(arguments, "--print")) {
            session.printJson(JsonObject.builder()
                    .put("file", (String) null)
                    .put("text", ConfigurationText.template())
                    .build());
            session.out().print(ConfigurationText.template());
            return ExitCode.DONE;
        }
        Path path = session.configuration().path();
        if (!session.disk().state(path).isMissing()) {
            throw new FileAlreadyExistsException(FileName.text(path));
        }
        Path folder = path.getParent();
        if (folder != null && session.disk().state(folder).isMissing()) {
            throw new NoSuchFileException(FileName.text(folder));
        }
        session.ifStopped("the file is either complete or missing");
        // Private, because it may contain the key of a webhook.
        Replacement.writePrivately(
                session.disk(), path, ConfigurationText.template().getBytes(StandardCharsets.UTF_8));
        session.printJson(JsonObject.builder()
                .put("file", FileName.text(path))
                .put("text", ConfigurationText.template())
                .build());
        session.out()
                .println(session.style().done("wrote " + FileName.text(path) + " with all settings commented out"));
        return ExitCode.DONE;
    }
}
