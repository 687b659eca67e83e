package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.print.Style;

/** The topics of aml on one screen, for a person who typed {@code aml} alone. */
final class Overview {
    static final List<Line> LINES = List.of(
            new Line(Topic.DAILY, "maintain, history, undo", "Back up, clean, prune; undo"),
            new Line(Topic.DAILY, "add, edit, rm, purge, revert, feedback", "Change an item, or rate it"),
            new Line(Topic.FIND, "search, show, log, diff", "Find items, and their versions"),
            new Line(Topic.FIND, "similar, suggestions, serve, adopt", "List equal items; browse; adopt"),
            new Line(Topic.FIND, "status, top, agents, stores", "Show the state, agents, stores"),
            Line.ofGroup(Topic.BACKUP, "backup"),
            new Line(Topic.MAINTAIN, "prune, merge, pin, unpin, watch", "Prune; merge; protect; record"),
            Line.ofGroup(Topic.MAINTAIN, "optimize"),
            Line.ofGroup(Topic.MAINTAIN, "migrate"),
            Line.ofGroup(Topic.MONITOR, "monitor"),
            new Line(Topic.SETUP, "demo, sample, init, config, trust", "Try; create; configure; trust"),
            new Line(Topic.SETUP, "schedule, guard, import, export", "Run daily; guard; exchange items"),
            new Line(Topic.SETUP, "mcp, connect, disconnect, completion", "Serve agents; complete words"));

    private static final int TITLE = 9;
    private static final int COMMANDS = 39;
    private static final int GROUP = 9;

    private Overview() {}

    /**
     * A line of the overview.
     *
     * @param does a description; empty for a group, whose subcommands are listed
     */
    record Line(Topic topic, String commands, String does) {
        /** Returns a line for the subcommands of a group. */
        private static Line ofGroup(Topic topic, String word) {
            return new Line(topic, word, "");
        }

        boolean isGroup() {
            return does.isEmpty();
        }
    }

    static String text(Style style) {
        StringBuilder text = new StringBuilder();
        String last = "";
        for (Line line : LINES) {
            String title = line.topic().title();
            String does = line.isGroup() ? subcommands(line.commands()) : line.does();
            int width = line.isGroup() ? GROUP : COMMANDS;
            String margin = " ".repeat(TITLE + width);
            text.append(title.equals(last) ? " ".repeat(TITLE) : style.bold(title) + " ".repeat(TITLE - title.length()))
                    .append(line.commands())
                    .append(" ".repeat(width - line.commands().length()))
                    .append(String.join("\n" + margin, style.lines(does, margin.length())))
                    .append('\n');
            last = title;
        }
        return text.toString();
    }

    private static String subcommands(String word) {
        List<String> names = new ArrayList<>();
        for (CommandEntry entry : Commands.group(word)) {
            names.add(entry.words().getLast());
        }
        return String.join(", ", names);
    }
}
