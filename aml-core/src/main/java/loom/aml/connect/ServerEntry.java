package loom.aml.connect;

import java.util.List;
import java.util.Optional;

/**
 * A server as the configuration of a client describes it.
 *
 * @param command how the client starts it; empty if it is not a program of this machine
 * @param isEnabled false if the user switched it off
 * @param line the line of the entry, counted from 1
 */
public record ServerEntry(Optional<ServerCommand> command, boolean isEnabled, int line) {

    /** Returns the words of the command; empty if it is not a program of this machine. */
    public List<String> words() {
        return command.map(ServerCommand::words).orElse(List.of());
    }
}
