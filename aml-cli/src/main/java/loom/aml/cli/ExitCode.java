package loom.aml.cli;

import java.util.List;
import loom.aml.monitor.Health;
import loom.aml.run.Report;

/** The exit codes of aml. */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed; existing data was kept"),
    USAGE(2, "wrong usage; nothing was read"),
    PARTIAL(3, "partly done; failures are listed"),
    NO_STORE(4, "no store found"),
    LOCKED(5, "the store is locked by another program"),
    CONFLICT(6, "the item has a newer revision; nothing was changed"),

    // Codes of 'monitor health', by the convention of monitoring plugins.
    HEALTHY(0, "healthy"),
    WARNING(1, "warning"),
    CRITICAL(2, "critical"),
    UNKNOWN(3, "unknown, or wrong usage");

    /** The codes of most commands. */
    static final List<ExitCode> USUAL = List.of(DONE, FAILED, USAGE, PARTIAL, NO_STORE, LOCKED);

    /** The codes of servers, which report all else to their clients. */
    public static final List<ExitCode> USUAL_OF_SERVERS = List.of(DONE, FAILED, USAGE);

    /** The codes of commands that change one item. */
    public static final List<ExitCode> WITH_CONFLICT =
            List.of(DONE, FAILED, USAGE, PARTIAL, NO_STORE, LOCKED, CONFLICT);

    /** The codes of 'monitor health'. */
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

    /** Returns the code for the health of a store. */
    public static ExitCode of(Health.Status status) {
        return switch (status) {
            case HEALTHY -> HEALTHY;
            case WARNING -> WARNING;
            case CRITICAL -> CRITICAL;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Returns the code for the outcome of a run. */
    public static ExitCode of(Report.Outcome outcome) {
        return switch (outcome) {
            case DONE -> DONE;
            case PARTIAL -> PARTIAL;
            case LOCKED -> LOCKED;
            case FAILED -> FAILED;
        };
    }
}
