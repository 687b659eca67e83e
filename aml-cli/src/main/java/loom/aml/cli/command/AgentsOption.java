package loom.aml.cli.command;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import loom.aml.cli.Options;
import loom.aml.cli.UsageException;
import loom.aml.config.Nearest;
import loom.aml.store.MemoryStore;
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
    static Selection of(ParseResult arguments, MemoryStore store) throws IOException {
        Set<String> agents = named(arguments);
        if (!agents.isEmpty()) {
            require(agents, store.list().agents(), "the store");
        }
        return Selection.ofAgents(agents);
    }

    /** The agents that are named, whether there are such or not. */
    static Set<String> named(ParseResult arguments) {
        return Options.setOf(arguments, NAME);
    }

    /** An agent that is not there is a mistake. */
    static void require(Set<String> agents, Collection<String> known, String where) {
        for (String agent : agents) {
            if (!known.contains(agent)) {
                Optional<String> near = Nearest.to(agent, known);
                throw new UsageException(where + " has no agent '" + agent + "'"
                        + near.map(name -> "; did you mean '" + name + "'?")
                                .orElse("; it has " + String.join(", ", known)));
            }
        }
    }
}
