package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.FindItem;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.ItemEdit;
import loom.aml.item.Revision;
import loom.aml.store.StoredItem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Changes one item. */
public final class EditCommand implements Command {
    private static final String UNSET = "--unset";

    @Override
    public String example() {
        return "aml edit 768e2688 --set pattern.type=retry";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        FieldOptions.describeSet(spec);
        spec.addOption(Options.texts("FIELD", "Remove a field.", UNSET));
        spec.addOption(RevisionOption.spec());
        ChangeOptions.describeDryRun(spec);
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.WITH_CONFLICT;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Optional<Revision> revision = RevisionOption.of(arguments);
        StoredItem item;
        try (OpenStore opened = session.store().forReading()) {
            ItemArgument.Found found = ItemArgument.in(arguments, opened, session);
            Optional<FindItem.Result> result = found.result();
            if (result.isEmpty()) {
                return found.failure();
            }
            item = result.get().item();
        }
        // No lock is held while a person edits: the edit is conditional on the revision that the editor showed.
        Optional<ItemEdit> edit = edit(arguments, session, item);
        if (edit.isEmpty()) {
            session.warn("nothing was edited; nothing was changed");
            return ExitCode.FAILED;
        }
        boolean isDry = ChangeOptions.isDryRun(arguments);
        try (OpenStore opened =
                isDry ? session.store().forReading() : session.store().forChange()) {
            ItemOutcome outcome = new ItemOutcome(session);
            try {
                EditItem.Request request =
                        new EditItem.Request(item.key(), edit.get(), revision.or(() -> seen(edit.get(), item)), isDry);
                return outcome.print(new EditItem(opened).run(request), "changed");
            } catch (ConflictException e) {
                return outcome.conflict(e);
            }
        } catch (InvalidItemException e) {
            throw new UsageException("the item would not be valid: " + e.getMessage(), e);
        }
    }

    /** Replacing the whole text requires the revision that it replaces. */
    private static Optional<Revision> seen(ItemEdit edit, StoredItem item) {
        return edit instanceof ItemEdit.Text ? Optional.of(item.revision()) : Optional.empty();
    }

    private static Optional<ItemEdit> edit(ParseResult arguments, Session session, StoredItem item) throws IOException {
        Map<String, String> set = FieldOptions.set(arguments);
        Set<String> unset = new HashSet<>(Options.textsOf(arguments, UNSET));
        Optional<byte[]> text = FieldOptions.from(arguments, session);
        boolean hasFields = !set.isEmpty() || !unset.isEmpty();
        if (text.isPresent() && hasFields) {
            throw new UsageException("give the new text by --from, or fields by --set and --unset, not both");
        }
        if (hasFields) {
            return Optional.of(new ItemEdit.Fields(set, unset));
        }
        if (text.isPresent()) {
            return text.map(ItemEdit.Text::new);
        }
        if (!session.prompt().canAsk()) {
            throw new UsageException("specify what to change: --set FIELD=VALUE, --unset FIELD or --from FILE");
        }
        return session.editor()
                .edit(item.json() + "\n", ".json")
                .map(edited -> new ItemEdit.Text(edited.getBytes(StandardCharsets.UTF_8)));
    }
}
