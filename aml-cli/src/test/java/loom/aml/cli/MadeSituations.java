package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every situation, made once; scenarios are played in copies. */
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

    /** The project of a situation, which is not to be changed. */
    Path project(Situation situation) {
        return projects.get(situation);
    }

    /**
     * Plays a scenario.
     *
     * @param copy an empty folder to do it in
     * @param world what is otherwise about the world than usual
     * @param option added to each line
     * @return what the last line gave
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
