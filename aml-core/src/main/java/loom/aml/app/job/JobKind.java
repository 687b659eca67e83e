package loom.aml.app.job;

import java.util.List;
import java.util.Optional;
import loom.aml.config.JobSettings;
import loom.aml.config.Setting;

/** The jobs of a store. Cron, systemd and the server run the same ones. */
public enum JobKind {
    MAINTAIN("maintain", "daily job", JobSettings.MAINTAIN, List.of("maintain")),
    HEALTH("health", "health check", JobSettings.HEALTH, List.of("monitor", "health")),
    FULL_BACKUP("full-backup", "full backup", JobSettings.FULL_BACKUP, List.of("backup", "create", "--full"));

    private final String word;
    private final String title;
    private final Setting<String> setting;
    private final List<String> arguments;

    JobKind(String word, String title, Setting<String> setting, List<String> arguments) {
        this.word = word;
        this.title = title;
        this.setting = setting;
        this.arguments = arguments;
    }

    /** Returns the name in documents and addresses. */
    public String word() {
        return word;
    }

    /** Returns a short description for people. */
    public String title() {
        return title;
    }

    /** Returns the setting that says when the server runs it. */
    public Setting<String> setting() {
        return setting;
    }

    /** Returns the arguments of aml that do the same. */
    public List<String> arguments() {
        return arguments;
    }

    /** Returns whether it changes items, which aml does not do in stores of every kind. */
    public boolean changesItems() {
        return this == MAINTAIN;
    }

    /** Returns the command with the same use case, without its options. */
    public String command() {
        return String.join(
                " ", arguments.stream().filter(word -> !word.startsWith("-")).toList());
    }

    /** Returns the job with a name; empty if the name is unknown. */
    public static Optional<JobKind> named(String word) {
        for (JobKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
