package loom.aml.cli;

import java.util.List;

/**
 * A topic of the help.
 *
 * @param lines short descriptions for the one-screen overview
 * @param commands all commands, in the order of the help
 */
record Topic(String title, List<Line> lines, List<Command> commands) {
    Topic {
        lines = List.copyOf(lines);
        commands = List.copyOf(commands);
    }

    /**
     * A line of the overview.
     *
     * @param does a description; empty for a group, whose subcommands are listed
     */
    record Line(String commands, String does) {
        /** Returns a line for the subcommands of a group. */
        static Line ofGroup(String word) {
            return new Line(word, "");
        }
    }
}
