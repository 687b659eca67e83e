package loom.aml.cli;

import java.util.List;
import loom.aml.monitor.Health;
import loom.aml.run.Report;

/** How a process of ours ends, for scripts to go by. */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed; what was there stays"),
    USAGE(2, "wrong usage; nothing was looked at"),
    PARTIAL(3, "done in part; what could not be done is listed"),
    NO_STORE(4, "no store there"),
    LOCKED(5, "locked by another program for too long"),
    CONFLICT(6, "conflict with a newer revision; nothing was changed"),

    // What 'monitor health' ends with: the convention of monitoring plugins.
    HEALTHY(0, "healthy"),
    WARNING(1, "warning"),
    CRITICAL(2, "critical"),
    UNKNOWN(3, "unknown, or wrong usage");

    /** The codes of every command but one. */
    static final List<ExitCode> USUAL = List.of(DONE, FAILED, USAGE, PARTIAL, NO_STORE, LOCKED);

    /** The codes of commands that change one item. */
    public static final List<ExitCode> WITH_CONFLICT =
            List.of(DONE, FAILED, USAGE, PARTIAL, NO_STORE, LOCKED, CONFLICT);

    /** The codes of that one. */
    public static final List<ExitCode> OF_HEALTH = List.of(HEALTHY, WARNING, CRITICAL, UNKNOWN);

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }

    /** The code for the health of a store. */
    public static ExitCode of(Health.Status status) {
        return switch (status) {
            case HEALTHY -> HEALTHY;
            case WARNING -> WARNING;
            case CRITICAL -> CRITICAL;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** The code for the outcome of a run. */
    public static ExitCode of(Report.Outcome outcome) {
        return switch (outcome) {
            case DONE -> DONE;
            case PARTIAL -> PARTIAL;
            case LOCKED -> LOCKED;
            case FAILED -> FAILED;
        };
    }
}
