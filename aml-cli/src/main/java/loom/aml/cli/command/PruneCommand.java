package loom.aml.cli.command;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.maintain.PruneStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prunes items by policy. */
public final class PruneCommand implements Command {
    private static final List<String> WORDS =
            Stream.of(Strategy.values()).map(Strategy::word).toList();

    private static final String AGAIN = "--again";

    @Override
    public String example() {
        return "aml prune --strategies time_based,performance_based --dry-run --explain";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.choices(
                WORDS,
                "STRATEGY",
                "Use only these strategies: time_based, performance_based, space_based (all).",
                "--strategies"));
        spec.addOption(Options.flag(
                "Prune sooner: patterns after 60 days, decisions after 120, success rates below 0.30.",
                "--aggressive"));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.flag("Include items that 'aml undo' restored and that did not change since.", AGAIN));
        ChangeOptions.describeWithExplain(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        PrunePolicy configured = session.configuration().policies().prune();
        PrunePolicy policy = configured.withStrategies(strategies(arguments, configured));
        if (Options.has(arguments, "--aggressive")) {
            policy = policy.aggressive();
        }
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            PruneStore prune = new PruneStore(opened, session.frontEnd());
            PruneStore.Request request = new PruneStore.Request(
                    policy,
                    AgentsOption.of(arguments, opened),
                    Options.has(arguments, AGAIN),
                    ClockOption.isTrusted(arguments));
            return options.isDry()
                    ? printer.preview(prune.preview(request), options.explain())
                    : printer.result(prune.run(request, options.run()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static Set<Strategy> strategies(ParseResult arguments, PrunePolicy configured) {
        List<String> words = Options.wordsOf(arguments, "--strategies");
        if (words.isEmpty()) {
            return configured.strategies();
        }
        Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
        for (String word : words) {
            strategies.add(Strategy.named(word).orElseThrow(() -> UsageException.unknown("strategy", word, WORDS)));
        }
        return strategies;
    }
}
