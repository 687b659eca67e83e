package loom.aml.proof.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.config.Configuration;
import loom.aml.config.ConfigurationException;
import loom.aml.config.ConfigurationFile;
import loom.aml.config.Policies;
import loom.aml.config.Setting;
import loom.aml.config.Settings;

/**
 * Parses any bytes as a configuration. It must either be accepted, with every setting readable and every policy valid,
 * or be rejected with a message. Bytes after a zero byte are environment variables, one per line.
 */
public final class ConfigurationTarget {
    private static final Path FILE = Path.of("/fuzz/aml.toml");

    private ConfigurationTarget() {}

    /** The entry point of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        int zero = 0;
        while (zero < input.length && input[zero] != 0) {
            zero++;
        }
        byte[] file = Arrays.copyOf(input, zero);
        String variables = new String(
                input, Math.min(input.length, zero + 1), Math.max(0, input.length - zero - 1), StandardCharsets.UTF_8);
        Configuration configuration;
        try {
            configuration = Configuration.read(List.of(ConfigurationFile.own(FILE, file)), environment(variables));
        } catch (ConfigurationException e) {
            if (e.problems().isEmpty() || e.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", e);
            }
            return;
        }
        for (Setting<?> setting : Settings.ALL) {
            configuration.literal(setting);
            configuration.origin(setting);
            configuration.agents().forEach(agent -> configuration.literal(setting, agent));
        }
        Policies policies = new Policies(configuration);
        policies.storeOptions();
        policies.maintain();
    }

    private static Map<String, String> environment(String lines) {
        Map<String, String> environment = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return environment;
    }
}
