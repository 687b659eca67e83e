package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.Compressor;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Stores collections as plain text again. */
public final class DecompressCommand implements Command {
    @Override
    public String name() {
        return "optimize decompress";
    }

    @Override
    public String summary() {
        return "Store collections as plain text again";
    }

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
        try (AutoMigrated.Store opened = AutoMigrated.open(session, options)) {
            FileMemoryStore store = opened.store();
            CompressPlan plan = new Compressor(
                            session.configuration().policies().compress(),
                            session.clock().instant())
                    .decompress(store, AgentsOption.of(arguments, store));
            Executed executed = new Executed(session, store, opened.migrated());
            return options.isDry() ? executed.show(plan, false) : executed.execute(plan, options);
        }
    }
}
