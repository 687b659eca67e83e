package loom.aml.cli;

import java.util.List;

/**
 * Commands that belong together in the help.
 *
 * @param lines the commands in a few lines, for the overview that fits on one screen
 * @param commands all of them, in the order of the help
 */
record Topic(String title, List<Line> lines, List<Command> commands) {
    Topic {
        lines = List.copyOf(lines);
        commands = List.copyOf(commands);
    }

    /**
     * Commands in a line.
     *
     * @param does what they do; empty for a group, of which the subcommands are listed
     */
    record Line(String commands, String does) {
        /** The subcommands of a group. */
        static Line ofGroup(String word) {
            return new Line(word, "");
        }
    }
}
