package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;

/** A topic of the help, which groups commands. */
enum Topic {
    DAILY("Daily"),
    FIND("Find"),
    BACKUP("Backup"),
    MAINTAIN("Maintain"),
    MONITOR("Monitor"),
    SETUP("Setup");

    private final String title;

    Topic(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Returns the commands of this topic, in the order of the help. */
    List<CommandEntry> commands() {
        List<CommandEntry> commands = new ArrayList<>();
        for (CommandEntry entry : Commands.ALL) {
            if (entry.topic() == this) {
                commands.add(entry);
            }
        }
        return commands;
    }
}
