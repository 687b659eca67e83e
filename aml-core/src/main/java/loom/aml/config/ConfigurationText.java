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
        if (setting.isGuarded()) {
            text.append("Counts here only after 'aml trust'.\n# ");
        }
        text.append(setting.key())
                .append(" = ")
                .append(setting.defaultLiteral())
                .append('\n');
    }

    /** The page of the documentation, in Markdown. */
    public static String page() {
        StringBuilder text = new StringBuilder("""
                # Configuration

                All settings in one list. A flag wins over a variable of the environment, that over the project's file, that over the user's own
                file, and that over the default. The project's file is `.loom/aml.toml`, beside the store; `--config FILE` or `LOOM_AML_CONFIG`
                names another one instead. The user's own file is `$XDG_CONFIG_HOME/aml/aml.toml`, or `~/.config/aml/aml.toml`.

                | command | what it does |
                |---|---|
                | `aml config show` | each setting, its value, and where that comes from |
                | `aml config init` | writes a file in which everything stands as a comment, with its default |
                | `aml config path` | where the file is looked for |
                | `aml trust [PATH]` | lets a project's file run commands and send data |

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

                ## Commands and addresses in a project's file

                A project's file comes with the project, from whoever wrote it. Settings marked "guarded" run a command or send data, so they count
                only in your own file, in the environment, in a file named with `--config` (or by an absolute path in `LOOM_AML_CONFIG`), or in a
                project's file that you approved:

                ```sh
                aml trust
                aml trust --list
                aml trust --revoke
                ```

                The approval is for the content: after any change the file needs a new one. It is kept in `$XDG_STATE_HOME/aml/trusted`, or
                `~/.local/state/aml/trusted`. Without it a guarded setting is ignored with a warning, `aml config show` shows it as not trusted, and
                the rest of the file counts.

                | file | guarded settings | other settings |
                |---|---|---|
                | your own, the one that you named, an approved one | count | count |
                | the project's, not approved | ignored | count |
                | writable by a group or by everybody | ignored, cannot be approved | count |
                | of the owner of the store | ignored, cannot be approved | count |
                | of another user, found beside the store | ignored | ignored |
                | of a user, when root works on that user's store | ignored | count |

                A `.loom` directory of another user in a directory that everybody may write to, such as `/tmp`, is passed over when aml looks for the
                store from below.

                ## Settings

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
