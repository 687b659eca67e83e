package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.print.Style;

/** The topics of aml on one screen, for a person who typed {@code aml} alone. */
final class Overview {
    private static final int TITLE = 10;
    private static final int COMMANDS = 27;
    private static final int GROUP = 10;

    private Overview() {}

    static String of(List<Topic> topics, Style style) {
        StringBuilder text = new StringBuilder();
        for (Topic topic : topics) {
            String title = topic.title();
            for (Topic.Line line : topic.lines()) {
                boolean isGroup = line.does().isEmpty();
                String does = isGroup ? subcommands(line.commands()) : line.does();
                int width = isGroup ? GROUP : COMMANDS;
                String margin = " ".repeat(TITLE + width);
                text.append(title.isEmpty() ? "" : style.bold(title))
                        .append(" ".repeat(TITLE - title.length()))
                        .append(line.commands())
                        .append(" ".repeat(width - line.commands().length()))
                        .append(String.join("\n" + margin, style.lines(does, margin.length())))
                        .append('\n');
                title = "";
            }
        }
        return text.toString();
    }

    private static String subcommands(String word) {
        List<String> names = new ArrayList<>();
        for (Command command : Commands.group(word)) {
            names.add(command.words().get(1));
        }
        return String.join(", ", names);
    }
}
