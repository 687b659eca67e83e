package loom.aml.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import loom.aml.cli.print.Style;
import loom.aml.io.Printable;
import loom.aml.store.Progress;
import org.jspecify.annotations.Nullable;

/** Messages and progress on standard error, as text or as lines of JSON. */
public final class Messages {
    private PrintStream err;
    private final Environment environment;
    private final InstantSource clock;
    private final HeldMessages held;
    private boolean verbose;
    private boolean structured;
    private boolean withoutProgress;
    private boolean plain;
    private String beginning = "aml: ";
    private @Nullable ProgressLine progress;

    Messages(PrintStream err, Environment environment, InstantSource clock) {
        this.err = err;
        this.environment = environment;
        this.clock = clock;
        this.held = new HeldMessages();
    }

    /** Creates the messages about a part of the work, on the same stream. */
    Messages(Messages whole, String beginning) {
        this.err = whole.err;
        this.environment = whole.environment;
        this.clock = whole.clock;
        this.held = whole.held;
        this.beginning = beginning;
    }

    /** Keeps messages for people at the terminal, because a command draws on its screen. */
    void hold() {
        if (environment.has(TerminalStyle.ERR)) {
            held.hold();
        }
    }

    /** Prints the messages that were kept, each once. */
    void release() {
        held.release();
    }

    void hideProgress(boolean isHidden) {
        withoutProgress = isHidden;
    }

    void omitColour(boolean withoutColour) {
        plain = withoutColour;
    }

    /** Switches to lines of JSON. */
    void logAsJson() {
        if (!structured) {
            structured = true;
            err = new JsonLog(err, clock);
        }
    }

    /** Enables verbose messages. */
    void logEverything() {
        verbose = true;
    }

    /** Returns whether all details were requested. */
    boolean isVerbose() {
        return verbose;
    }

    /** Prints a message if verbose messages are enabled. */
    public void verbose(String what) {
        if (verbose && !held.keep(what, () -> printVerbose(what))) {
            printVerbose(what);
        }
    }

    private void printVerbose(String what) {
        if (err instanceof JsonLog log) {
            log.write("debug", what);
        } else {
            err.println("aml: " + Printable.of(what));
        }
    }

    /** Starts a new line if the terminal may have echoed input, such as ^C. */
    void beginLine() {
        if (environment.has(TerminalStyle.ERR)) {
            clearProgress();
            err.println();
        }
    }

    /** Reports the error that ended the command. */
    void error(String what) {
        message("error", List.of(what));
    }

    /** Reports several errors. */
    void errors(List<String> what) {
        message("error", what);
    }

    /** Reports a choice that aml made, to people. */
    void note(String what) {
        if (!withoutProgress) {
            message("info", List.of(what));
        }
    }

    /** Reports something unexpected. */
    public void warn(String what) {
        message("warning", List.of(what));
    }

    private void message(String level, List<String> what) {
        if (!held.keep(beginning + what, () -> print(level, what))) {
            print(level, what);
        }
    }

    /** Escapes line breaks: they come from names and must not start a line that looks like a message of aml. */
    private void print(String level, List<String> what) {
        clearProgress();
        if (err instanceof JsonLog log) {
            log.write(level, String.join("\n     ", what));
        } else {
            err.println(beginning
                    + what.stream()
                            .flatMap(line -> style().lines(Printable.of(line), 5).stream())
                            .collect(Collectors.joining("\n     ")));
        }
    }

    /** Returns the stream that messages go to. */
    public PrintStream stream() {
        return err;
    }

    /** Returns the style of messages. */
    public Style style() {
        return TerminalStyle.of(environment, TerminalStyle.ERR, plain);
    }

    /** Returns the progress display, which is drawn only on a terminal. */
    public Progress progress() {
        if (!isWatched()) {
            return Progress.NONE;
        }
        if (progress == null) {
            progress = new ProgressLine(err, System::nanoTime);
        }
        return progress;
    }

    void clearProgress() {
        if (progress != null) {
            progress.clear();
        }
    }

    void restartProgress() {
        if (progress != null) {
            progress.restart();
        }
    }

    /** Returns whether standard error is a terminal and progress is wanted. */
    boolean isWatched() {
        return environment.has(TerminalStyle.ERR) && !withoutProgress && !structured;
    }
}
