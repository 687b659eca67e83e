package loom.aml.config;

/** Generates texts about the settings: the file that {@code config init} writes, and docs/configuration.md. */
public final class ConfigurationText {
    private ConfigurationText() {}

    /** Returns a configuration file in which every setting is commented out with its default. */
    public static String template() {
        StringBuilder text = new StringBuilder("""
                # Settings of aml. Remove the # to change a setting; the values shown are the defaults.
                # Environment variables (LOOM_AML_PRUNE_PATTERN_UNUSED for prune.pattern_unused) and flags override this file.
                # 'aml config show' prints each value and its origin.
                """);
        // Keys without a section must precede the first section.
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
        text.append("\n# These settings can be overridden for one agent.\n# [agents.debugger]\n");
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
        text.append(setting.isPerAgent() ? ". Can be set per agent.\n# " : ".\n# ");
        if (setting.isGuarded()) {
            text.append("Requires 'aml trust' in this file.\n# ");
        }
        text.append(setting.key())
                .append(" = ")
                .append(setting.defaultLiteral())
                .append('\n');
    }

    /** Returns the documentation page in Markdown. */
    public static String page() {
        StringBuilder text = new StringBuilder("""
                # Configuration

                This page lists all settings. The first of these sources that sets a value wins: a flag, an environment variable, the project's
                file, the user's own file, the default. The project's file is `.loom/aml.toml`, beside the store; `--config FILE` or
                `LOOM_AML_CONFIG` selects another one instead. The user's own file is `$XDG_CONFIG_HOME/aml/aml.toml`, or
                `~/.config/aml/aml.toml`.

                | command | description |
                |---|---|
                | `aml config show` | print each setting, its value and its origin |
                | `aml config init` | write a file with all settings commented out |
                | `aml config path` | print the path of the file |
                | `aml trust [PATH]` | allow a project's file to run commands and send data |

                ```sh
                aml config path
                aml config show
                aml config init
                aml config show --changed
                LOOM_AML_PRUNE_MIN_SUCCESS=0.25 aml config show --changed
                aml prune --dry-run --log-format json --verbose 2> aml.log
                ```

                `--log-format json` writes the messages on standard error as JSON lines; `--verbose` reports each step.

                The variable of a setting is its name in capitals with the prefix `LOOM_AML_`: `LOOM_AML_PRUNE_PATTERN_UNUSED`. Durations are
                written `90d`, `1h30m`, `100ms`; sizes `80MiB`, `1.5GB`, `512KiB`. kB, MB, GB and TB are powers of 1,000; KiB, MiB, GiB and
                TiB are powers of 1,024. Reports show sizes in powers of 1,000, so a limit of 80 MiB is shown as 83.9 MB. An unknown key or an
                invalid value is an error that names line and column; aml then does nothing.

                ## Commands and addresses in a project's file

                A project's file comes with the project and may have been written by a stranger. Settings marked "guarded" run a command or a job, send
                data or name folders outside of the project. They are used only if they are set in your own file, in the environment, in a file selected with `--config` (or by an
                absolute path in `LOOM_AML_CONFIG`), or in a project's file that you approved:

                ```sh
                aml trust
                aml trust --list
                aml trust --revoke
                ```

                An approval is bound to the content: the file needs a new approval after any change. Approvals are stored in
                `$XDG_STATE_HOME/aml/trusted`, or `~/.local/state/aml/trusted`. Without approval, aml ignores guarded settings with a warning,
                `aml config show` marks them as not trusted, and the rest of the file is used.

                | file | guarded settings | other settings |
                |---|---|---|
                | your own, selected by you, or approved | used | used |
                | the project's, not approved | ignored | used |
                | writable by a group or by everyone | ignored, cannot be approved | used |
                | owned by the owner of the store | ignored, cannot be approved | used |
                | owned by another user, found beside the store | ignored | ignored |
                | owned by a user on whose store root works | ignored | used |

                When aml searches parent directories for the store, it skips a `.loom` directory of another user in a directory that everyone may
                write to, such as `/tmp`.

                ## Settings

                Settings marked "agent" can be overridden for one agent:

                ```toml
                [agents.debugger]
                prune.pattern_unused = "30d"
                prune.agent_limit = "120MB"
                ```

                | setting | default | must be | description |
                |---|---|---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            text.append("| `")
                    .append(setting.name())
                    .append('`')
                    .append(setting.isPerAgent() ? " (agent)" : setting.isGuarded() ? " (guarded)" : "")
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
