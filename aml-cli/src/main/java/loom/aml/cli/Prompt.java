package loom.aml.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Asks the person at the terminal. */
public final class Prompt {
    private static final Set<String> YES = Set.of("y", "yes");

    private final Messages messages;
    private final Environment environment;
    private final InputStream answers;

    Prompt(Messages messages, Environment environment, InputStream answers) {
        this.messages = messages;
        this.environment = environment;
        this.answers = answers;
    }

    /** Returns whether standard input is a terminal. */
    public boolean canAsk() {
        return environment.has("LOOM_AML_IN_TERMINAL") && messages.isWatched();
    }

    /** Asks for a line of text; empty if the input ends. The caller hides it if necessary. */
    public String line(String question) throws IOException {
        messages.clearProgress();
        PrintStream err = messages.stream();
        err.print(question);
        err.flush();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Not buffered: the next line is for the next question.
        for (int next = answers.read(); next >= 0 && next != '\n'; next = answers.read()) {
            bytes.write(next);
        }
        err.println();
        messages.restartProgress();
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    /** Asks a yes or no question; any answer but yes means no. */
    public boolean ask(String question) throws IOException {
        messages.clearProgress();
        PrintStream err = messages.stream();
        err.print(question + " [y/N] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)).readLine();
        messages.restartProgress();
        if (answer == null) {
            err.println();
            return false;
        }
        return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
