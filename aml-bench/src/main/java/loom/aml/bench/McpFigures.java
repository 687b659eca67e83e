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
 * Measures the server for agents as a process, through its standard input and output: from the start to the first answer beside a bare
 * JVM, and beside another server if one is given; the time of a search and of an addition; the memory of the process.
 *
 * <pre>
 * aml-bench/mcp [--items N] [--runs N] [--searches N] [--additions N] [--beside COMMAND]
 * </pre>
 */
public final class McpFigures {
    private static final String[] QUERIES = {
        "connection pool timeout",
        "why does the migration fail?",
        "flaky test",
        "TypeError: cannot read properties of undefined",
        "retry with backoff"
    };
    private final Path home = Path.of(System.getProperty("aml.home"));
    private final Path scratch;

    private McpFigures(Path scratch) {
        this.scratch = scratch;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(names = "--runs", defaultValue = "15", description = "Number of starts (${DEFAULT-VALUE}).")
        private int runs;

        @Option(names = "--searches", defaultValue = "2000", description = "Number of searches (${DEFAULT-VALUE}).")
        private int searches;

        @Option(names = "--additions", defaultValue = "100", description = "Number of additions (${DEFAULT-VALUE}).")
        private int additions;

        @Option(
                names = "--beside",
                defaultValue = "",
                description = "Command line of another server, of which the start is measured as well.")
        private String beside = "";
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/mcp", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            McpFigures figures = new McpFigures(scratch);
            figures.run(figures.aml("sample", "--items", Integer.toString(options.items), "--seed", "1", "--quiet"));
            figures.run(figures.aml("optimize", "index", "--quiet"));
            figures.starts(options.runs, options.beside);
            figures.calls(options.searches, options.additions);
        }
    }

    private List<String> aml(String... words) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("aml").toString());
        command.add(scratch.resolve(".loom/memory").toString());
        command.addAll(List.of(words));
        return command;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + command);
        }
    }

    private static JsonObject search(int number) {
        return JsonObject.builder()
                .put("query", QUERIES[number % QUERIES.length] + " " + number % 97)
                .build();
    }

    private void starts(int runs, String beside) throws IOException, InterruptedException {
        List<String> other = beside.isBlank() ? List.of() : Arrays.asList(beside.split(" ", -1));
        List<Double> bare = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> found = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        Path hello = hello();
        for (int run = 0; run <= runs; run++) {
            double bareTime = Timings.millis(() -> run(List.of(java(), "-cp", hello.toString(), "Hello")));
            double firstTime = fromStart(aml("mcp"), McpProcess::initialize);
            double foundTime = fromStart(aml("mcp"), server -> {
                server.initialize();
                server.call("memory_search", search(1));
            });
            double otherTime = other.isEmpty() ? Double.NaN : fromStart(other, McpProcess::initialize);
            // The first run warms the page cache.
            if (run > 0) {
                bare.add(bareTime);
                first.add(firstTime);
                found.add(foundTime);
                others.add(otherTime);
            }
        }
        Timings.line("bare JVM", Timings.median(bare), "ms", "");
        Timings.line(
                "start to first answer", Timings.median(first), "ms", Timings.ratio(first, bare) + " of the bare JVM");
        if (!other.isEmpty()) {
            Timings.line(
                    "the other server",
                    Timings.median(others),
                    "ms",
                    "aml takes " + Timings.ratio(first, others) + " its time");
        }
        Timings.line(
                "start to first search answered",
                Timings.median(found),
                "ms",
                Timings.ratio(found, bare) + " of the bare JVM");
    }

    /** The first requests of a client. */
    private interface Questions {
        void ask(McpProcess server) throws IOException;
    }

    /** Returns the time from the start of a server to the last answer, without the end of the process. */
    private double fromStart(List<String> command, Questions questions) throws IOException, InterruptedException {
        McpProcess[] server = new McpProcess[1];
        double time = Timings.millis(() -> {
            server[0] = new McpProcess(command, scratch);
            questions.ask(server[0]);
        });
        server[0].close();
        return time;
    }

    private void calls(int searches, int additions) throws IOException, InterruptedException {
        try (McpProcess server = new McpProcess(aml("mcp"), scratch)) {
            server.initialize();
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < searches; i++) {
                int number = i;
                times.add(Timings.millis(() -> server.call("memory_search", search(number))));
            }
            report("search", times, server);
            times.clear();
            for (int i = 0; i < additions; i++) {
                JsonObject arguments = JsonObject.builder()
                        .put("kind", "pattern")
                        .put("agent", "architect")
                        .put("title", "measured technique " + i)
                        .put("text", "as fast as the disk")
                        .build();
                times.add(Timings.millis(() -> server.call("memory_add", arguments)));
            }
            report("addition", times, server);
            Thread.sleep(6_000);
            ResidentMemory.line("memory when idle", server.process());
        }
    }

    private static void report(String call, List<Double> times, McpProcess server) throws IOException {
        Timings.line(
                call + ", median",
                Timings.median(times),
                "ms",
                "p99 " + Timings.format(Timings.percentile(times, 0.99)) + " ms");
        ResidentMemory.line("memory after each " + call, server.process());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Compiles a program that does nothing. */
    private Path hello() throws IOException, InterruptedException {
        Path source = scratch.resolve("Hello.java");
        Files.writeString(source, "class Hello { public static void main(String[] a) {} }");
        run(List.of(java() + "c", "-d", scratch.toString(), source.toString()));
        return scratch;
    }
}
