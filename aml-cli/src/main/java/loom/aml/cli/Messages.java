package loom.aml.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.store.Progress;
import org.jspecify.annotations.Nullable;

/** Messages on standard error, as text or as lines of JSON, and how far work has come. */
public final class Messages {
    private PrintStream err;
    private final Environment environment;
    private final InstantSource clock;
    private boolean verbose;
    private boolean structured;
    private boolean withoutProgress;
    private boolean plain;
    private @Nullable ProgressLine progress;

    Messages(PrintStream err, Environment environment, InstantSource clock) {
        this.err = err;
        this.environment = environment;
        this.clock = clock;
    }

    void hideProgress(boolean isHidden) {
        withoutProgress = isHidden;
    }

    void omitColour(boolean withoutColour) {
        plain = withoutColour;
    }

    /** Writes messages as lines of JSON from now on. */
    void logAsJson() {
        if (!structured) {
            structured = true;
            err = new JsonLog(err, clock);
        }
    }

    /** Reports from now on what is being done, too. */
    void logEverything() {
        verbose = true;
    }

    /** Whether a person wants to see all details. */
    boolean isVerbose() {
        return verbose;
    }

    /** Reports what is being done, if that was asked for. */
    public void verbose(String what) {
        if (verbose && err instanceof JsonLog log) {
            log.write("debug", what);
        } else if (verbose) {
            err.println("aml: " + Printable.of(what));
        }
    }

    /** Begins a new line where a terminal may have echoed what was typed, as it does with an interrupt. */
    void beginLine() {
        if (environment.has(TerminalStyle.ERR)) {
            clearProgress();
            err.println();
        }
    }

    /** Reports what went wrong and ended the command. */
    void error(String what) {
        message("error", List.of(what));
    }

    /** Reports several things that went wrong. */
    void errors(List<String> what) {
        message("error", what);
    }

    /** Reports something that a user would not expect. */
    public void warn(String what) {
        message("warning", List.of(what));
    }

    /** A line break in a message belongs to a name, and must not begin a line that looks like a message of aml. */
    private void message(String level, List<String> what) {
        clearProgress();
        if (err instanceof JsonLog log) {
            log.write(level, String.join("\n     ", what));
        } else {
            err.println("aml: "
                    + what.stream()
                            .flatMap(line -> style().lines(Printable.of(line), 5).stream())
                            .collect(Collectors.joining("\n     ")));
        }
    }

    /** Returns the stream that messages go to. */
    public PrintStream stream() {
        return err;
    }

    /** Returns how messages are marked. */
    public Style style() {
        return TerminalStyle.of(environment, TerminalStyle.ERR, plain);
    }

    /** Returns where work reports how far it has come; that is drawn if a person looks at standard error. */
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

    /** Whether a person looks at standard error and wants to see more than results. */
    boolean isWatched() {
        return environment.has(TerminalStyle.ERR) && !withoutProgress && !structured;
    }
}
