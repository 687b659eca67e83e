package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates each situation once; scenarios run in copies. */
final class MadeSituations {
    private final Map<Situation, Path> projects = new EnumMap<>(Situation.class);
    private final Map<Situation, Map<String, String>> names = new EnumMap<>(Situation.class);

    MadeSituations(Path folder) throws IOException {
        for (Situation situation : Situation.values()) {
            Path project = Files.createDirectory(folder.resolve(situation.name()));
            situation.make(project);
            projects.put(situation, project);
            names.put(situation, Situation.names(project));
        }
    }

    /** Returns the project of a situation, which must not be changed. */
    Path project(Situation situation) {
        return projects.get(situation);
    }

    /**
     * Runs a scenario.
     *
     * @param copy an empty folder for it
     * @param world changes to the environment
     * @param option added to each line
     * @return the result of the last line
     */
    Cli.Result play(Scenario scenario, Path copy, UnaryOperator<Cli> world, String option) throws IOException {
        Situation.copy(project(scenario.situation()), copy);
        Cli.@Nullable Result result = null;
        for (String line : scenario.lines()) {
            for (Map.Entry<String, String> name :
                    names.get(scenario.situation()).entrySet()) {
                line = line.replace(name.getKey(), name.getValue());
            }
            result = world.apply(Situation.cli(copy)).run((line + " " + option).split(" "));
        }
        return result;
    }
}
