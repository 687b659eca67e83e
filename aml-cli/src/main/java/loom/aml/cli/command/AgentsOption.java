package loom.aml.cli.command;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.OpenBackups;
import loom.aml.cli.Options;
import loom.aml.cli.UsageException;
import loom.aml.store.Selection;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option that limits a command to some agents. */
final class AgentsOption {
    private static final String NAME = "--agents";

    private AgentsOption() {}

    static OptionSpec spec() {
        return Options.words("AGENT", "Only these agents.", NAME);
    }

    /** Returns the selection of the option; agents that the store does not have are an error. */
    static Selection of(ParseResult arguments, OpenStore opened) throws IOException {
        return isGiven(arguments)
                ? Selection.ofAgents(of(arguments, opened.agents(), "the store"))
                : Selection.ofAgents(Set.of());
    }

    /** Returns the given agents, which the store has now or a snapshot has; empty if the option was not given. */
    static Set<String> everIn(ParseResult arguments, OpenStore opened) throws IOException {
        if (!isGiven(arguments)) {
            return Set.of();
        }
        Set<String> known = new TreeSet<>(opened.agents());
        try (OpenBackups backups = OpenBackups.of(opened)) {
            known.addAll(backups.agents());
        }
        return of(arguments, known, "the store and its snapshots");
    }

    /** Returns whether any agent was given. */
    static boolean isGiven(ParseResult arguments) {
        return arguments.hasMatchedOption(NAME);
    }

    /**
     * Returns the given agents; empty if the option was not given.
     *
     * @param where the owner of the agents, for error messages
     */
    static Set<String> of(ParseResult arguments, Collection<String> known, String where) {
        Set<String> agents = new LinkedHashSet<>();
        if (isGiven(arguments)) {
            AgentNaming naming = new AgentNaming(known, where);
            for (String given : given(arguments)) {
                agents.addAll(naming.of(given));
            }
            if (agents.isEmpty()) {
                throw new UsageException(NAME + " has no value; omit it for all agents");
            }
        }
        return agents;
    }

    /** Returns whether each word can only be the exact name of an agent. */
    static boolean isPlain(ParseResult arguments) {
        return !isGiven(arguments) || given(arguments).stream().allMatch(AgentNaming::isPlain);
    }

    /** Returns the given agents, if {@link #isPlain} says that the words are exact names. */
    static Set<String> plain(ParseResult arguments) {
        return Options.setOf(arguments, NAME);
    }

    /** Returns the words as given, before they were split at commas. */
    private static List<String> given(ParseResult arguments) {
        return arguments.matchedOption(NAME).originalStringValues();
    }
}
