package loom.aml.io;

import java.util.ArrayList;
import java.util.Map;

/**
 * The environment in which aml was called. The launcher sets a locale and removes variables that would change how the JVM starts;
 * the commands of the user that aml runs get back what was there.
 *
 * <pre>
 * LOOM_AML_LAUNCHER        set by every launcher
 * LOOM_AML_CALLER_&lt;NAME&gt;   what the caller had in NAME; absent if it was not set
 * </pre>
 */
public final class CallerEnvironment {
    private static final String LAUNCHER = "LOOM_AML_LAUNCHER";
    private static final String CALLER = "LOOM_AML_CALLER_";
    private static final String[] OF_THE_LAUNCHER = {
        LAUNCHER, "LC_ALL", "LOOM_AML_IN_TERMINAL", "LOOM_AML_OUT_TERMINAL", "LOOM_AML_ERR_TERMINAL"
    };

    private CallerEnvironment() {}

    /** Makes an environment that was inherited from the launcher the one of its caller. */
    public static void restore(Map<String, String> environment) {
        if (!environment.containsKey(LAUNCHER)) {
            return;
        }
        for (String name : OF_THE_LAUNCHER) {
            environment.remove(name);
        }
        for (String name : new ArrayList<>(environment.keySet())) {
            if (name.startsWith(CALLER)) {
                String value = environment.remove(name);
                if (value != null) {
                    environment.put(name.substring(CALLER.length()), value);
                }
            }
        }
    }
}
