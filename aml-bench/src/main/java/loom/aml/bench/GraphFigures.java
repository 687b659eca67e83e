package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Option;

/**
 * Measures {@code aml mcp --compat server-memory} as a process: one write and one search, on files of several sizes, beside the
 * reference server if its command is given. It gets the file by the variable {@code MEMORY_FILE_PATH}.
 *
 * <pre>
 * aml-bench/server-memory [--calls N] [--beside COMMAND]
 * </pre>
 */
public final class GraphFigures {
    private static final int[] SIZES = {0, 1_000, 10_000};

    private final Path home = Path.of(System.getProperty("aml.home"));
    private final Path scratch;

    private GraphFigures(Path scratch) {
        this.scratch = scratch;
    }

    /** The options of the command line. */
    static final class Options extends BenchOptions {
        @Option(names = "--calls", defaultValue = "50", description = "Number of calls (${DEFAULT-VALUE}).")
        private int calls;

        @Option(names = "--beside", defaultValue = "", description = "Command line of the reference server.")
        private String beside = "";
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/server-memory", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            GraphFigures figures = new GraphFigures(scratch);
            for (int size : SIZES) {
                figures.measure("aml", size, options.calls, figures.aml(size));
                if (!options.beside.isBlank()) {
                    figures.measure("reference", size, options.calls, figures.reference(size, options.beside));
                }
            }
        }
    }

    private List<String> aml(int size) throws IOException {
        String file = file("aml-" + size, size).toString();
        return List.of(home.resolve("aml").toString(), "mcp", "--compat", "server-memory", file);
    }

    private List<String> reference(int size, String beside) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "MEMORY_FILE_PATH=" + file("reference-" + size, size)));
        command.addAll(Arrays.asList(beside.split(" ", -1)));
        return command;
    }

    private Path file(String name, int size) throws IOException {
        Path file = Files.createDirectory(scratch.resolve(name)).resolve("memory.jsonl");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            lines.add(entity("service-" + i).put("type", "entity").build().toString());
        }
        if (size > 0) {
            Files.writeString(file, String.join("\n", lines));
        }
        return file;
    }

    private static JsonObject.Builder entity(String name) {
        return JsonObject.builder()
                .put("name", name)
                .put("entityType", "service")
                .put("observations", List.of("resets idle connections after 60 s", "is restarted on Sundays"));
    }

    private void measure(String who, int size, int calls, List<String> command)
            throws IOException, InterruptedException {
        List<Double> writes = new ArrayList<>();
        List<Double> searches = new ArrayList<>();
        try (McpProcess server = new McpProcess(command, scratch)) {
            server.initialize();
            for (int i = 0; i < calls; i++) {
                JsonObject entities = JsonObject.builder()
                        .put("entities", List.of(entity("measured-" + i).build()))
                        .build();
                writes.add(Timings.millis(() -> server.call("create_entities", entities)));
            }
            for (int i = 0; i < calls; i++) {
                JsonObject query =
                        JsonObject.builder().put("query", "measured-" + i).build();
                searches.add(Timings.millis(() -> server.call("search_nodes", query)));
            }
        }
        String more = who + ", " + size + " entities";
        Timings.line("write: " + more, Timings.median(writes), "ms", "");
        Timings.line("search: " + more, Timings.median(searches), "ms", "");
    }
}
