package loom.aml.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.RecordFeedback;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.Verdict;
import loom.aml.item.ItemKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Records the usefulness of an item. */
public final class FeedbackCommand implements Command {
    private static final String SAVED = "--saved-ms";
    private static final List<String> VERDICTS =
            Arrays.stream(Verdict.values()).map(Verdict::word).toList();

    @Override
    public String example() {
        return "aml feedback 768e2688 helped --saved-ms 1200";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addPositional(Options.operand(1, VERDICTS, "VERDICT", "1", "helped, failed or obsolete."));
        spec.addOption(
                Options.value(Long.class, "N", "Milliseconds that a pattern saved this time (not recorded).", SAVED));
        spec.addOption(RevisionOption.spec());
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.WITH_CONFLICT;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Feedback feedback = feedback(arguments);
        try (OpenStore opened = session.store().forChange()) {
            ItemArgument.Found found = ItemArgument.in(arguments, opened, session);
            Optional<FindItem.Result> result = found.result();
            if (result.isEmpty()) {
                return found.failure();
            }
            if (feedback.savedMs().isPresent() && result.get().item().key().kind() != ItemKind.PATTERN) {
                throw new UsageException(SAVED + " is for patterns; this is a "
                        + result.get().item().key().kind().word());
            }
            ItemOutcome outcome = new ItemOutcome(session);
            try {
                RecordFeedback.Request request =
                        new RecordFeedback.Request(result.get().item().key(), feedback, RevisionOption.of(arguments));
                return outcome.print(new RecordFeedback(opened).run(request), "updated");
            } catch (ConflictException e) {
                return outcome.conflict(e);
            }
        } catch (InvalidItemException e) {
            throw new UsageException("the item cannot record feedback: " + e.getMessage(), e);
        }
    }

    private static Feedback feedback(ParseResult arguments) {
        String word = arguments.matchedPositionalValue(1, "");
        Verdict verdict = Verdict.named(word).orElseThrow(() -> UsageException.unknown("verdict", word, VERDICTS));
        Long saved = arguments.matchedOptionValue(SAVED, (Long) null);
        if (saved != null && (saved < 0 || verdict != Verdict.HELPED)) {
            throw new UsageException(SAVED + " takes 0 or more milliseconds, with 'helped'");
        }
        return new Feedback(verdict, saved == null ? OptionalLong.empty() : OptionalLong.of(saved));
    }
}
