package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import loom.aml.io.posix.Account;
import org.junit.jupiter.api.Test;

class CallerEnvironmentTest {
    private static Map<String, String> restored(Map<String, String> inherited) {
        Map<String, String> environment = new HashMap<>(inherited);
        CallerEnvironment.restore(environment);
        return environment;
    }

    @Test
    void variablesOfTheLauncher_areRemoved() {
        assertThat(restored(Map.of(
                        "LOOM_AML_LAUNCHER", "/opt/aml",
                        "LC_ALL", "C.UTF-8",
                        "LOOM_AML_IN_TERMINAL", "1",
                        "LOOM_AML_OUT_TERMINAL", "1",
                        "LOOM_AML_ERR_TERMINAL", "1",
                        "LOOM_AML_CONFIG", "/etc/aml.toml",
                        "PATH", "/bin")))
                .isEqualTo(Map.of("LOOM_AML_CONFIG", "/etc/aml.toml", "PATH", "/bin"));
    }

    @Test
    void variablesOfTheCaller_areRestored() {
        assertThat(restored(Map.of(
                        "LOOM_AML_LAUNCHER", "/opt/aml",
                        "LC_ALL", "C.UTF-8",
                        "LOOM_AML_CALLER_LC_ALL", "de_DE.ISO-8859-1",
                        "LOOM_AML_CALLER_JAVA_TOOL_OPTIONS", "-Xmx1g",
                        "LOOM_AML_CALLER__JAVA_OPTIONS", "",
                        "LOOM_AML_CALLER_JDK_JAVA_OPTIONS", "-ea")))
                .isEqualTo(Map.of(
                        "LC_ALL", "de_DE.ISO-8859-1",
                        "JAVA_TOOL_OPTIONS", "-Xmx1g",
                        "_JAVA_OPTIONS", "",
                        "JDK_JAVA_OPTIONS", "-ea"));
    }

    @Test
    void environmentWithoutLauncher_isUnchanged() {
        Map<String, String> own = Map.of("LC_ALL", "de_DE.UTF-8", "LOOM_AML_CALLER_LC_ALL", "x");

        assertThat(restored(own)).isEqualTo(own);
    }

    @Test
    void variablesPointingIntoTheHomeOfRoot_areRemovedAfterChangingUser() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME", "/root", "USER", "root", "LOGNAME", "root", "XDG_RUNTIME_DIR", "/run/user/0", "PATH", "/bin"));

        CallerEnvironment.become(new Account(1_000, 1_000, "kim", "/home/kim"), environment);

        assertThat(environment)
                .containsOnly(
                        Map.entry("HOME", "/home/kim"),
                        Map.entry("USER", "kim"),
                        Map.entry("LOGNAME", "kim"),
                        Map.entry("PATH", "/bin"));
    }

    @Test
    void home_isUnsetForUserWithoutAccount() {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root", "USER", "root", "PATH", "/bin"));

        CallerEnvironment.become(new Account(65_000, 65_000, "", ""), environment);

        assertThat(environment).containsOnly(Map.entry("PATH", "/bin"));
    }
}
