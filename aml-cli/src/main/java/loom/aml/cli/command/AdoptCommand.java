package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.stores.AdoptStore;
import loom.aml.app.stores.AdoptedItem;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.store.NoStoreException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Merges stores that a moved project or a worktree left behind into the present store. */
public final class AdoptCommand implements Command {
    @Override
    public String example() {
        return "aml adopt ~/old/place/of/project --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(
                "FROM",
                "0..1",
                "The stranded store, or the former directory of the project (stores of worktrees, and one whose missing"
                        + " project had the same name)."));
        ChangeOptions.describeDryRun(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        AdoptStore adopt = new AdoptStore(
                session.disk(),
                session.location().folders(),
                session.configuration().policies().storeOptions());
        AdoptStore.Request request =
                new AdoptStore.Request(session.location().directory(), present(session), from(arguments, session));
        List<Path> sources = sources(adopt, request);
        boolean isDry = ChangeOptions.isDryRun(arguments);
        if (request.store().isEmpty()) {
            Path expected = expected(adopt, request, sources, session);
            if (isDry) {
                return print(adopt.preview(expected, sources), true, session);
            }
            adopt.create(expected);
            session.name(expected);
        }
        try (OpenStore opened =
                isDry ? session.store().forReading() : session.store().forChange()) {
            return print(isDry ? adopt.preview(opened, sources) : adopt.run(opened, sources), isDry, session);
        }
    }

    private static Optional<Path> from(ParseResult arguments, Session session) {
        String from = arguments.matchedPositionalValue(0, "");
        return from.isEmpty()
                ? Optional.empty()
                : Optional.of(session.resolve(session.environment().expanded(from)));
    }

    private static Optional<Path> present(Session session) throws IOException {
        try {
            return Optional.of(session.location().path());
        } catch (NoStoreException e) {
            return Optional.empty();
        }
    }

    /** Returns where the store of a project without one is created, if there is something to adopt. */
    private static Path expected(AdoptStore adopt, AdoptStore.Request request, List<Path> sources, Session session)
            throws IOException {
        Optional<Path> expected = sources.isEmpty() ? Optional.empty() : adopt.expected(request);
        return expected.isPresent() ? expected.get() : session.location().path();
    }

    private static List<Path> sources(AdoptStore adopt, AdoptStore.Request request) throws IOException {
        AdoptStore.Sources sources = adopt.sources(request);
        if (sources.isAmbiguous()) {
            throw new UsageException("several stranded stores may be of this project; name one: "
                    + String.join(
                            ", ",
                            sources.stores().stream()
                                    .map(store -> "'aml adopt " + ShellWord.of(FileName.text(store)) + "'")
                                    .toList()));
        }
        return sources.stores();
    }

    private static ExitCode print(AdoptStore.Result result, boolean isDry, Session session) {
        session.printJson(result.toJson(isDry));
        Style style = session.style();
        for (String from : result.from()) {
            session.out().println(style.note("from " + Printable.of(from)));
        }
        for (AdoptedItem item : result.adopted()) {
            if (item.isRenamed()) {
                session.out()
                        .println(style.warning(Printable.of(item.key().toString())
                                + " differs; both are kept, the adopted one as "
                                + Printable.of(item.as().toString())));
            }
        }
        session.show(result.findings());
        String summary = Amounts.items(result.adopted().size()) + (isDry ? " would be added, " : " added, ")
                + Amounts.count(result.same()) + " the same";
        if (result.from().isEmpty()) {
            session.out()
                    .println(style.done("no stranded store of this project was found; name it: 'aml adopt FROM',"
                            + " see 'aml stores'"));
        } else {
            session.out()
                    .println(
                            isDry
                                    ? style.note("dry run: " + summary + "; nothing was changed")
                                    : style.done("adopt: " + summary));
        }
        if (result.canBeUndone()) {
            new RunPrinter(session).wayBack(result.run());
        }
        return ExitCode.of(result.outcome());
    }
}
