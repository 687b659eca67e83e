package loom.aml.io;

import java.util.ArrayList;
import java.util.Map;
import loom.aml.io.posix.Account;

/**
 * The environment in which aml was called. The launcher sets a locale and removes variables that would change how the JVM starts.
 * User commands that aml runs get the original values.
 *
 * <pre>
 * LOOM_AML_LAUNCHER        set by every launcher
 * LOOM_AML_CALLER_&lt;NAME&gt;   the caller's value of NAME; absent if it was not set
 * </pre>
 */
public final class CallerEnvironment {
    private static final String LAUNCHER = "LOOM_AML_LAUNCHER";
    private static final String CALLER = "LOOM_AML_CALLER_";
    private static final String[] OF_THE_LAUNCHER = {
        LAUNCHER, "LC_ALL", "LOOM_AML_IN_TERMINAL", "LOOM_AML_OUT_TERMINAL", "LOOM_AML_ERR_TERMINAL"
    };

    private CallerEnvironment() {}

    /**
     * Restores the environment of the caller. If root changed to another user, also removes the variables that point
     * into the home directory or the session of root.
     */
    public static void restore(Map<String, String> environment) {
        restoreVariables(environment);
        Account.taken().ifPresent(account -> become(account, environment));
    }

    static void become(Account account, Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("XDG_") || name.equals("DBUS_SESSION_BUS_ADDRESS"));
        give("HOME", account.home(), environment);
        give("USER", account.name(), environment);
        give("LOGNAME", account.name(), environment);
    }

    private static void give(String variable, String value, Map<String, String> environment) {
        if (value.isEmpty()) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }
    }

    private static void restoreVariables(Map<String, String> environment) {
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
