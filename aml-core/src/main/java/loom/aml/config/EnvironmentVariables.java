package loom.aml.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings from environment variables with the prefix {@code LOOM_AML_}. The runtime uses the prefix {@code
 * AML_}.
 */
final class EnvironmentVariables {

    /**
     * Variables with the prefix that are not settings: the path of the configuration, and variables of the launcher and
     * the tests.
     */
    private static final Set<String> OTHERS = Set.of(
            "LOOM_AML_CONFIG",
            "LOOM_AML_JAVA_HOME",
            "LOOM_AML_JAVA_OPTIONS",
            "LOOM_AML_LAUNCHER",
            "LOOM_AML_NO_BUILD",
            "LOOM_AML_NO_DIRECTORY",
            "LOOM_AML_IN_TERMINAL",
            "LOOM_AML_OUT_TERMINAL",
            "LOOM_AML_ERR_TERMINAL",
            "LOOM_AML_REQUIRE_FIXTURES");

    /** The prefix under which the launcher saves variables of the caller. */
    private static final String OF_THE_CALLER = "LOOM_AML_CALLER_";

    private EnvironmentVariables() {}

    static void read(Map<String, String> environment, Configuration.Draft draft) {
        Map<String, String> ours = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(Setting.PREFIX)
                    && !value.isEmpty()
                    && !OTHERS.contains(name)
                    && !name.startsWith(OF_THE_CALLER)) {
                ours.put(name, value);
            }
        });
        if (!ours.isEmpty()) {
            ours.forEach((name, value) -> read(name, value, draft));
        }
    }

    private static void read(String name, String value, Configuration.Draft draft) {
        Optional<Setting<?>> setting = Settings.ALL.stream()
                .filter(candidate -> candidate.variable().equals(name))
                .findFirst();
        if (setting.isPresent()) {
            draft.put(setting.get(), value, new Origin(Origin.Kind.ENVIRONMENT, name), name);
        } else {
            draft.problem(
                    name,
                    "no such setting"
                            + Suggestion.to(
                                            name,
                                            Settings.ALL.stream()
                                                    .map(Setting::variable)
                                                    .toList())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; 'aml config show' lists them"));
        }
    }
}
