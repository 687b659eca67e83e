package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.FindItem;
import loom.aml.app.text.Amounts;
import loom.aml.app.version.FindVersion;
import loom.aml.app.version.NoSuchVersionException;
import loom.aml.app.version.VersionChoice;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemPrinter;
import loom.aml.io.Printable;
import loom.aml.item.ItemKey;
import loom.aml.recall.Lookup;
import loom.aml.store.StoredItem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows one item. */
public final class ShowCommand implements Command {
    private static final String RAW = "--raw";
    private static final String AT = "--at";

    @Override
    public String example() {
        return "aml show 768e2688";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addOption(Options.value(
                String.class,
                "WHEN",
                "The item as it was: at a time, in a snapshot, after a run, or a version of 'aml log'.",
                AT));
        spec.addOption(Options.flag("Print only the bytes of the item as stored.", RAW));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        if (arguments.hasMatchedOption(AT)) {
            return past(arguments, session);
        }
        try (OpenStore opened = session.store().forReading()) {
            ItemArgument.Found found = ItemArgument.in(arguments, opened, session);
            Optional<FindItem.Result> result = found.result();
            if (result.isPresent()) {
                show(result.get(), Options.has(arguments, RAW), session);
            }
            return found.failure();
        }
    }

    private static ExitCode past(ParseResult arguments, Session session) throws IOException {
        VersionChoice choice = VersionArgument.parse(arguments.matchedOptionValue(AT, ""));
        try (OpenStore opened = session.store().forReading()) {
            ItemArgument.PastFound found = ItemArgument.everIn(arguments, opened, session);
            Optional<ItemKey> key = found.key();
            if (key.isEmpty()) {
                return found.failure();
            }
            FindVersion.Result version = new FindVersion(opened).run(new FindVersion.Request(key.get(), choice));
            session.show(version.findings());
            if (version.item().isEmpty()) {
                return VersionArgument.fail(
                        session, Printable.of(key.get().id() + " did not exist at " + choice.text()));
            }
            session.printJson(version.toJson());
            show(version, version.item().get(), Options.has(arguments, RAW), session);
            return version.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        } catch (NoSuchVersionException e) {
            return VersionArgument.tell(session, e);
        }
    }

    private static void show(FindVersion.Result version, StoredItem item, boolean isRaw, Session session) {
        byte[] text = item.text();
        if (isRaw) {
            session.out().write(text, 0, text.length);
            session.out().flush();
            return;
        }
        new ItemPrinter(session.style(), session.out(), session.clock().instant())
                .print(item.key().agent(), item.fields());
        session.out()
                .println("  "
                        + session.style()
                                .faint("revision " + item.revision()
                                        + version.from()
                                                .map(from -> ", since " + from)
                                                .orElse("")));
        version.notAfter()
                .ifPresent(next -> session.out()
                        .println(session.style()
                                .warning(
                                        "another program may have changed it already: the next version was first seen at "
                                                + next)));
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
