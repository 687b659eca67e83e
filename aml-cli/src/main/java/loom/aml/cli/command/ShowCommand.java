package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.FindItem;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemPrinter;
import loom.aml.io.Printable;
import loom.aml.recall.Lookup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows one item. */
public final class ShowCommand implements Command {
    private static final String RAW = "--raw";

    @Override
    public String example() {
        return "aml show 768e2688";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addOption(Options.flag("Print only the bytes of the item as stored.", RAW));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ItemArgument.Found found = ItemArgument.in(arguments, opened, session);
            Optional<FindItem.Result> result = found.result();
            if (result.isPresent()) {
                show(result.get(), Options.has(arguments, RAW), session);
            }
            return found.failure();
        }
    }

    private static void show(FindItem.Result result, boolean isRaw, Session session) {
        Lookup.Found found = result.found();
        session.printJson(result.toJson());
        byte[] text = found.item().text();
        if (isRaw) {
            session.out().write(text, 0, text.length);
            session.out().flush();
            return;
        }
        new ItemPrinter(session.style(), session.out(), session.clock().instant())
                .print(found.file().agent(), found.item().fields());
        session.out()
                .println("  "
                        + session.style()
                                .faint(Printable.of(found.file().path()) + ", byte " + found.offset() + ", "
                                        + Amounts.size(text.length) + ", revision "
                                        + found.item().revision()));
    }
}
