package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.ConflictException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.edit.FieldValues;
import loom.aml.edit.InvalidItemException;
import loom.aml.item.ItemKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Adds one item. */
public final class AddCommand implements Command {
    private static final String AGENT = "--agent";

    @Override
    public String example() {
        return "aml add decision --agent architect --question \"Which queue?\" --chosen Postgres";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(0, ItemArgument.KINDS, "KIND", "1", "pattern, solution, decision or note."));
        spec.addOption(Options.value(String.class, "AGENT", "The agent whose memory it is added to.", AGENT));
        FieldOptions.describe(spec);
        ChangeOptions.describeDryRun(spec);
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.WITH_CONFLICT;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ItemKind kind = ItemArgument.kind(arguments.matchedPositionalValue(0, ""));
        boolean isDry = ChangeOptions.isDryRun(arguments);
        try (OpenStore opened =
                isDry ? session.store().forReading() : session.store().forChange()) {
            String agent = agent(arguments, opened);
            Optional<byte[]> fields = fields(arguments, session, kind, agent);
            if (fields.isEmpty()) {
                session.warn("nothing was entered; nothing was added");
                return ExitCode.FAILED;
            }
            ItemOutcome outcome = new ItemOutcome(session);
            try {
                AddItem.Request request = new AddItem.Request(kind, agent, fields.get(), isDry);
                return outcome.print(new AddItem(opened).run(request), "added");
            } catch (ConflictException e) {
                return outcome.conflict(e);
            }
        } catch (InvalidItemException e) {
            throw new UsageException(inWords(e, kind), e);
        }
    }

    /** Returns the agent given as an option, or the only agent of the store. */
    private static String agent(ParseResult arguments, OpenStore opened) throws IOException {
        String named = arguments.matchedOptionValue(AGENT, "");
        if (!named.isEmpty()) {
            return named;
        }
        Set<String> agents = opened.agents();
        if (agents.size() != 1) {
            throw new UsageException("name the agent to whose memory the item is added: " + AGENT + " NAME"
                    + (agents.isEmpty() ? "" : "; the store has " + String.join(", ", agents)));
        }
        return agents.iterator().next();
    }

    private static Optional<byte[]> fields(ParseResult arguments, Session session, ItemKind kind, String agent)
            throws IOException {
        FieldValues values = FieldOptions.of(arguments, kind);
        Optional<byte[]> text = FieldOptions.from(arguments, session);
        if (text.isPresent() && !values.isEmpty()) {
            throw new UsageException("give the fields by --from or by options, not both");
        }
        if (text.isPresent() || !values.isEmpty()) {
            return text.or(() -> Optional.of(values.toObject()));
        }
        if (!session.prompt().canAsk()) {
            throw new UsageException("give the fields of the " + kind.word() + ", or --from FILE; see 'aml help add'");
        }
        return session.editor()
                .edit(AddItem.draft(kind, agent, session.clock().instant()), ".json")
                .map(edited -> edited.getBytes(StandardCharsets.UTF_8));
    }

    /** Names the option of a missing required field. */
    private static String inWords(InvalidItemException e, ItemKind kind) {
        String message = String.valueOf(e.getMessage());
        return FieldOptions.optionFor(message, kind)
                .map(option -> option + " is required")
                .orElse("this is not a valid " + kind.word() + ": " + message);
    }
}
