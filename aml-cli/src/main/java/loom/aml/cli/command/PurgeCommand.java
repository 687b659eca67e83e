package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.UnsupportedByStoreException;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.purge.PurgeMemory;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes items or texts for good. */
public final class PurgeCommand implements Command {
    private static final String PATTERN = "--pattern";
    private static final String ALSO = "--also";
    private static final String STANDARD_INPUT = "-";

    @Override
    public String example() {
        return "aml purge 768e2688";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operands(
                "ID",
                "The items, by their ids or first characters; removed ones too. Written as agent/kind/id, any item."));
        spec.addOption(Options.value(
                String.class,
                "REGEX",
                "Replace each match of this regular expression in any text by [purged]; - reads it from standard input.",
                PATTERN));
        spec.addOption(
                Options.texts("PLACE", "Purge this copy too, besides those in backup.copy_to; can be repeated.", ALSO));
        ChangeOptions.describeDryRun(spec);
        ChangeOptions.describeYes(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        PurgeMemory.Request request = request(arguments, session);
        boolean isDry = ChangeOptions.isDryRun(arguments);
        boolean isAgreed = ChangeOptions.isAgreed(arguments);
        if (!isDry && !isAgreed && !session.prompt().canAsk()) {
            throw new UsageException("a purge cannot be undone, and nobody can be asked: look at the result of "
                    + "--dry-run, then confirm with --yes");
        }
        PurgePrinter printer = new PurgePrinter(session);
        try (OpenStore opened =
                isDry ? session.store().forReading() : session.store().forChange()) {
            session.ifStopped("run the command again: it finishes what was begun");
            PurgeMemory purge = new PurgeMemory(opened, new PassphrasePrompt(session));
            PurgeMemory.Result result = isDry
                    ? purge.preview(request)
                    : purge.run(request, preview -> isAgreed || printer.asksFor(preview));
            session.printJson(result.toJson());
            printer.print(result);
            return result.report().isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        } catch (NoSuchItemException e) {
            return NoSuchItem.tell(session, e);
        } catch (AmbiguousIdException e) {
            String what = Printable.of(String.valueOf(e.getMessage())) + "; give more characters";
            session.warn(what);
            session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
            return ExitCode.FAILED;
        } catch (UnsupportedByStoreException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (DeclinedException e) {
            return new RunPrinter(session).declined(e);
        }
    }

    private static PurgeMemory.Request request(ParseResult arguments, Session session) throws IOException {
        List<String> places = new ArrayList<>();
        for (String place : Options.textsOf(arguments, ALSO)) {
            places.add(CopyOption.resolved(place, session));
        }
        List<String> items = List.of(arguments.matchedPositionalValue(0, new String[0]));
        Optional<String> pattern = pattern(arguments.matchedOptionValue(PATTERN, ""), session);
        if (items.isEmpty() && pattern.isEmpty()) {
            throw new UsageException("name an item by its id, or a text with " + PATTERN);
        }
        return new PurgeMemory.Request(items, pattern, places);
    }

    /** A secret on the command line would be in the list of processes and in the history of the shell. */
    private static Optional<String> pattern(String given, Session session) throws IOException {
        if (given.equals(STANDARD_INPUT)) {
            String line = new String(session.input().readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line)
                    .filter(text -> !text.isEmpty());
        }
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }
}
