package loom.aml.config;

/** The settings as texts that people read: the file that {@code config init} writes, and the page of the documentation. */
public final class ConfigurationText {
    private ConfigurationText() {}

    /** A file in which everything stands as a comment, with its default. */
    public static String template() {
        StringBuilder text = new StringBuilder("""
                # What aml goes by. Take the # from a line to set it; what is not set is as it stands here.
                # Variables of the environment (LOOM_AML_PRUNE_PATTERN_UNUSED for prune.pattern_unused) and flags win over this file.
                # 'aml config show' prints what counts, and why.
                """);
        // A key of no section must stand above the first of them.
        for (Setting<?> setting : Settings.ALL) {
            if (setting.section().isEmpty()) {
                entry(setting, text);
            }
        }
        String section = "";
        for (Setting<?> setting : Settings.ALL) {
            if (setting.section().isEmpty()) {
                continue;
            }
            if (!setting.section().equals(section)) {
                section = setting.section();
                text.append("\n[").append(section).append("]\n");
            }
            entry(setting, text);
        }
        text.append("\n# One agent may have limits and ages of its own.\n# [agents.debugger]\n");
        for (Setting<?> setting : Settings.ALL) {
            if (setting.isPerAgent()) {
                text.append("# ")
                        .append(setting.name())
                        .append(" = ")
                        .append(setting.defaultLiteral())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static void entry(Setting<?> setting, StringBuilder text) {
        text.append("\n# ")
                .append(setting.doc())
                .append(".\n# Must be ")
                .append(setting.type().words());
        text.append(setting.isPerAgent() ? ". May be set for one agent.\n# " : ".\n# ");
        text.append(setting.key())
                .append(" = ")
                .append(setting.defaultLiteral())
                .append('\n');
    }

    /** The page of the documentation, in Markdown. */
    public static String page() {
        StringBuilder text = new StringBuilder("""
                # Configuration

                Everything that can be set, in one list. A flag wins over a variable of the environment, that over the file, and the file over
                the default. The file is `.loom/aml.toml`, beside the store; `--config FILE` or `LOOM_AML_CONFIG` names another one.

                | command | what it does |
                |---|---|
                | `aml config show` | each setting, its value, and where that comes from |
                | `aml config init` | writes a file in which everything stands as a comment, with its default |
                | `aml config path` | where the file is looked for |

                ```sh
                aml config path
                aml config show
                aml config init
                aml config show --changed
                LOOM_AML_PRUNE_MIN_SUCCESS=0.25 aml config show --changed
                aml prune --dry-run --log-format json --verbose 2> aml.log
                ```

                `--log-format json` writes messages on standard error as lines of JSON, `--verbose` says what is being done.

                The variable of a setting is its name in capitals, with `LOOM_AML_` before it: `LOOM_AML_PRUNE_PATTERN_UNUSED`. Durations are
                written `90d`, `1h30m`, `100ms`; sizes `80MiB`, `1.5GB`, `512KiB`: kB, MB, GB and TB are powers of 1,000, KiB, MiB, GiB and
                TiB powers of 1,024. Reports show sizes in powers of 1,000, so a limit of 80 MiB is shown as 83.9 MB. A key that does not exist and
                a value that cannot be are errors, with line and column; nothing is done then.

                What is marked with an agent can be set for one agent alone:

                ```toml
                [agents.debugger]
                prune.pattern_unused = "30d"
                prune.agent_limit = "120MB"
                ```

                | setting | default | must be | what it means |
                |---|---|---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            text.append("| `")
                    .append(setting.name())
                    .append('`')
                    .append(setting.isPerAgent() ? " (agent)" : "")
                    .append(" | `")
                    .append(setting.defaultLiteral())
                    .append("` | ")
                    .append(setting.type().words())
                    .append(" | ")
                    .append(setting.doc())
                    .append(" |\n");
        }
        return text.toString();
    }
}
