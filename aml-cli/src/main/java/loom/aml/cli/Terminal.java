package loom.aml.cli;

import java.io.Console;

/** Tells whether a person looks at what is printed. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
