package loom.aml.cli.command;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.cli.Options;
import loom.aml.cli.UsageException;
import loom.aml.store.Selection;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option that narrows a command to some agents. */
final class AgentsOption {
    private static final String NAME = "--agents";

    private AgentsOption() {}

    static OptionSpec spec() {
        return Options.words("AGENT", "Only these agents.", NAME);
    }

    /** The selection that the option asks for; an agent that the store does not have is a mistake. */
    static Selection of(ParseResult arguments, OpenStore opened) throws IOException {
        return isGiven(arguments)
                ? Selection.ofAgents(of(arguments, opened.agents(), "the store"))
                : Selection.ofAgents(Set.of());
    }

    /** Whether any agent is named. */
    static boolean isGiven(ParseResult arguments) {
        return arguments.hasMatchedOption(NAME);
    }

    /**
     * The agents that are named, out of those that there are; none if the option is not given.
     *
     * @param where what has the agents, for the message about one that it does not have
     */
    static Set<String> of(ParseResult arguments, Collection<String> known, String where) {
        Set<String> agents = new LinkedHashSet<>();
        if (isGiven(arguments)) {
            AgentNaming naming = new AgentNaming(known, where);
            for (String given : given(arguments)) {
                agents.addAll(naming.of(given));
            }
            if (agents.isEmpty()) {
                throw new UsageException(NAME + " names no agent; leave it out for all of them");
            }
        }
        return agents;
    }

    /** Whether each word can only be the very name of an agent. */
    static boolean isPlain(ParseResult arguments) {
        return !isGiven(arguments) || given(arguments).stream().allMatch(AgentNaming::isPlain);
    }

    /** The agents that are named, where {@link #isPlain} says that they can be told from their names alone. */
    static Set<String> plain(ParseResult arguments) {
        return Options.setOf(arguments, NAME);
    }

    /** The words as they were given, before commas took them apart. */
    private static List<String> given(ParseResult arguments) {
        return arguments.matchedOption(NAME).originalStringValues();
    }
}
