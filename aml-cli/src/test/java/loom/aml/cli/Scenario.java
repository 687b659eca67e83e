package loom.aml.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command line in a situation, with its exit code. */
record Scenario(Situation situation, ExitCode code, String line) {

    /** Returns the scenarios of {@code scenarios.txt}: each command with every kind of result. */
    static List<Scenario> all() throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        try (InputStream in = Scenario.class.getResourceAsStream("scenarios.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("\\|");
                    scenarios.add(new Scenario(
                            Situation.valueOf(parts[0].strip()), ExitCode.valueOf(parts[1].strip()), parts[2].strip()));
                }
            }
        }
        return scenarios;
    }

    /** Returns the command lines in order; the last one is under test. */
    String[] lines() {
        return line.split(" ; ");
    }

    CommandEntry entry() {
        return Invocation.of(lines()[lines().length - 1].split(" ")).entry().orElseThrow();
    }

    @Override
    public String toString() {
        return situation + ": aml " + line;
    }
}
