package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Printable;
import loom.aml.recall.Lookup;
import loom.aml.run.PinPlan;
import loom.aml.store.Selection;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lets a pinned item be judged like any other. */
public final class UnpinCommand implements Command {
    @Override
    public String name() {
        return "unpin";
    }

    @Override
    public String summary() {
        return "Let a pinned item be judged like any other";
    }

    @Override
    public String example() {
        return "aml unpin 768e2688-74a4-4876-9e78-1546855da464";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "1", "The id of the item, or how it begins."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String id = arguments.matchedPositionalValue(0, "");
        try (FileMemoryStore store = session.store().open()) {
            List<String> pinned = store.pins().ids();
            List<String> meant = pinned.contains(id)
                    ? List.of(id)
                    : pinned.stream().filter(other -> other.startsWith(id)).toList();
            if (meant.isEmpty()) {
                Lookup lookup = Lookup.of(store, Selection.ALL, id);
                return lookup.found().stream().anyMatch(found -> found.id().equals(id))
                        ? PinCommand.execute(session, store, PinPlan.unpin(store, id), "is not pinned")
                        : NoSuchItem.tell(
                                session, lookup, "the id " + Printable.of(id) + ", or one that begins like it");
            }
            return meant.size() == 1
                    ? PinCommand.execute(session, store, PinPlan.unpin(store, meant.getFirst()), "is not pinned")
                    : PinCommand.several(session, meant.size(), id);
        }
    }
}
