package loom.aml.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import loom.aml.io.Disk;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** Runs command lines in this process, in the environment of a test. */
public final class Cli {
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private String answers = "";
    private long awaited;
    private World world = World.THIS;

    public Cli(Path directory) {
        this.directory = directory;
    }

    /** Attaches a terminal with a person who answers questions. */
    Cli answering(String text) {
        answers = text;
        return onTerminal().with("LOOM_AML_IN_TERMINAL", "1");
    }

    /** Attaches a pipe to standard input. */
    Cli piping(String text) {
        answers = text;
        return this;
    }

    /** Writes text to the standard input, which ends when so many lines were printed. */
    Cli conversing(String text, long lines) {
        answers = text;
        awaited = lines;
        return this;
    }

    Cli onTerminal() {
        environment.put("LOOM_AML_OUT_TERMINAL", "1");
        environment.put("LOOM_AML_ERR_TERMINAL", "1");
        environment.put("TERM", "xterm-256color");
        return this;
    }

    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Sets another time. */
    Cli at(Instant time) {
        return by(() -> time);
    }

    /** Sets another disk. */
    Cli on(Disk disk) {
        world = new World(disk, world.clock(), world.random(), world.treatment());
        return this;
    }

    /** Sets another clock. */
    Cli by(InstantSource clock) {
        world = new World(world.disk(), clock, world.random(), world.treatment());
        return this;
    }

    public Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Session session = new Session(
                        print, new PrintStream(err, true, StandardCharsets.UTF_8), environment, directory, world)
                .answeredBy(new OpenInput(
                        answers,
                        () -> out.toString(StandardCharsets.UTF_8).lines().count() >= awaited));
        ExitCode code = Main.run(arguments, session, print);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public record Result(ExitCode code, String out, String err) {
        public JsonObject json() throws JsonSyntaxException {
            return JsonObject.parse(out);
        }
    }
}
