package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Times the hook of the guard as Claude Code runs it: the whole process on a folder of memories, alternately with a bare JVM that
 * prints a word. Prints medians and ratios, because times alone depend on the machine.
 *
 * <pre>
 * aml-bench/guard [--notes N] [--runs N]
 * </pre>
 */
public final class GuardFigures {
    private static final String HELLO = """
            public class Hello {
                public static void main(String[] arguments) {
                    System.out.println("hello");
                }
            }
            """;

    private final Path home;
    private final Path scratch;
    private final Path memory;
    private final StringBuilder index = new StringBuilder();

    private GuardFigures(Path home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
        this.memory = scratch.resolve("home/.claude/projects/-work/memory");
    }

    /** The options of the command line. */
    static final class Options extends BenchOptions {
        @Option(names = "--notes", defaultValue = "300", description = "Number of memories (${DEFAULT-VALUE}).")
        private int notes;

        @Option(
                names = "--runs",
                defaultValue = "15",
                description = "Number of runs; the median counts (${DEFAULT-VALUE}).")
        private int runs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/guard", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            new GuardFigures(Path.of(System.getProperty("aml.home", ".")).toAbsolutePath(), scratch)
                    .measure(options.notes, options.runs);
        }
    }

    private void measure(int notes, int runs) throws IOException, InterruptedException {
        Files.createDirectories(memory);
        for (int i = 0; i < notes; i++) {
            Files.writeString(
                    memory.resolve("note-" + i + ".md"),
                    "---\nname: note-" + i + "\ndescription: \"thing " + i + "\"\nmetadata:\n  type: feedback\n---\n\n"
                            + "The rule. **Why:** it was asked for. ".repeat(20) + "\n");
            index.append("- [Note ").append(i).append("](note-").append(i).append(".md)\n");
        }
        Files.writeString(memory.resolve("MEMORY.md"), index);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path source = Files.writeString(scratch.resolve("Hello.java"), HELLO);
        run(List.of(java.resolveSibling("javac").toString(), "-d", scratch.toString(), source.toString()));
        List<String> hello = List.of(java.toString(), "-cp", scratch.toString(), "Hello");
        List<Double> bare = new ArrayList<>();
        List<Double> unchanged = new ArrayList<>();
        List<Double> changed = new ArrayList<>();
        run(hook("SessionStart", "Bash"));
        for (int run = -2; run < runs; run++) {
            double one = run(hello);
            double two = run(hook("PreToolUse", "Bash"));
            index.append("- [New ").append(run).append("](new.md)\n");
            Files.writeString(memory.resolve("MEMORY.md"), index);
            double three = run(hook("PostToolUse", "Write"));
            if (run >= 0) {
                bare.add(one);
                unchanged.add(two);
                changed.add(three);
            }
        }
        System.out.printf(Locale.ROOT, "%d memories, medians of %d runs%n%n", notes, runs);
        print("bare java", bare, median(bare));
        print("hook, nothing changed", unchanged, median(bare));
        print("hook, MEMORY.md changed", changed, median(bare));
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    private static void print(String name, List<Double> times, double unit) {
        System.out.printf(Locale.ROOT, "%-26s %6.0f ms %6.2f%n", name, median(times), median(times) / unit);
    }

    private List<String> hook(String event, String tool) throws IOException {
        Path input = scratch.resolve(event + "-" + tool + ".json");
        if (!Files.exists(input)) {
            Files.writeString(
                    input,
                    "{\"session_id\":\"bench\",\"transcript_path\":\"" + memory.resolveSibling("bench.jsonl")
                            + "\",\"cwd\":\"" + scratch + "\",\"hook_event_name\":\"" + event
                            + "\",\"tool_name\":\"" + tool + "\",\"tool_input\":{\"file_path\":\""
                            + memory.resolve("MEMORY.md") + "\"}}");
        }
        return List.of(
                "sh",
                "-c",
                "exec \"$0\" guard hook " + event + " < \"$1\"",
                home.resolve("aml").toString(),
                input.toString());
    }

    private double run(List<String> command) throws IOException, InterruptedException {
        return MeasuredProcess.of(
                        command, scratch, Map.of("HOME", scratch.resolve("home").toString()), Set.of(0))
                .millis();
    }
}
