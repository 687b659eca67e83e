package loom.aml.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    static final class Options extends BenchOptions {
        @Option(
                names = "--items",
                defaultValue = "50000",
                description = "Number of items of the sample store (${DEFAULT-VALUE}).")
        private int items;

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
        Path scratch = Files.createTempDirectory("aml-bench");
        try {
            McpFigures figures = new McpFigures(scratch);
            figures.run(figures.aml("sample", "--items", Integer.toString(options.items), "--seed", "1", "--quiet"));
            figures.run(figures.aml("optimize", "index", "--quiet"));
            figures.starts(options.runs, options.beside);
            figures.calls(options.searches, options.additions);
        } finally {
            Trees.delete(scratch);
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

    /** A server process and its client, which waits for each answer. */
    private final class Server implements AutoCloseable {
        private final Process process;
        private final OutputStream requests;
        private final BufferedReader answers;
        private int ids;

        Server(List<String> command) throws IOException {
            process = new ProcessBuilder(command)
                    .directory(scratch.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            requests = process.getOutputStream();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        }

        JsonObject ask(String method, JsonObject params) throws IOException {
            JsonObject request = JsonObject.builder()
                    .put("jsonrpc", "2.0")
                    .put("id", ++ids)
                    .put("method", method)
                    .put("params", params)
                    .build();
            requests.write((request + "\n").getBytes(UTF_8));
            requests.flush();
            JsonObject answer = JsonObject.parse(answers.readLine());
            if (!answer.has("result")) {
                throw new IllegalStateException(request + " was answered by " + answer);
            }
            return answer;
        }

        void initialize() throws IOException {
            JsonObject client = JsonObject.builder()
                    .put("name", "bench")
                    .put("version", "1")
                    .build();
            ask(
                    "initialize",
                    JsonObject.builder()
                            .put("protocolVersion", "2025-11-25")
                            .put("capabilities", JsonObject.builder().build())
                            .put("clientInfo", client)
                            .build());
            requests.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n".getBytes(UTF_8));
        }

        void call(String tool, JsonObject arguments) throws IOException {
            ask(
                    "tools/call",
                    JsonObject.builder()
                            .put("name", tool)
                            .put("arguments", arguments)
                            .build());
        }

        /** Returns the resident memory in MB. */
        double memory() throws IOException {
            return memory("VmRSS:");
        }

        /** Returns the highest resident memory so far, in MB. */
        double peak() throws IOException {
            return memory("VmHWM:");
        }

        private double memory(String name) throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1e3;
                }
            }
            return Double.NaN;
        }

        @Override
        public void close() throws IOException {
            requests.close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
            double bareTime = millis(() -> run(List.of(java(), "-cp", hello.toString(), "Hello")));
            double firstTime = firstAnswer(aml("mcp"));
            double foundTime = millis(() -> {
                try (Server server = new Server(aml("mcp"))) {
                    server.initialize();
                    server.call("memory_search", search(1));
                }
            });
            double otherTime = other.isEmpty() ? Double.NaN : firstAnswer(other);
            // The first run warms the page cache.
            if (run > 0) {
                bare.add(bareTime);
                first.add(firstTime);
                found.add(foundTime);
                others.add(otherTime);
            }
        }
        line("bare JVM", median(bare), "ms", "");
        line("start to first answer", median(first), "ms", ratio(first, bare) + " of the bare JVM");
        if (!other.isEmpty()) {
            line("the other server", median(others), "ms", "aml takes " + ratio(first, others) + " its time");
        }
        line("start, first search and end", median(found), "ms", ratio(found, bare) + " of the bare JVM");
    }

    private double firstAnswer(List<String> command) throws IOException, InterruptedException {
        Server[] server = new Server[1];
        double time = millis(() -> {
            server[0] = new Server(command);
            server[0].initialize();
        });
        server[0].close();
        return time;
    }

    private void calls(int searches, int additions) throws IOException, InterruptedException {
        try (Server server = new Server(aml("mcp"))) {
            server.initialize();
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < searches; i++) {
                int number = i;
                times.add(millis(() -> server.call("memory_search", search(number))));
            }
            line("search, median", median(times), "ms", "p99 " + format(percentile(times, 0.99)) + " ms");
            line("memory after the searches", server.memory(), "MB", "peak " + format(server.peak()) + " MB");
            times.clear();
            for (int i = 0; i < additions; i++) {
                JsonObject arguments = JsonObject.builder()
                        .put("kind", "pattern")
                        .put("agent", "architect")
                        .put("title", "measured technique " + i)
                        .put("text", "as fast as the disk")
                        .build();
                times.add(millis(() -> server.call("memory_add", arguments)));
            }
            line("addition, median", median(times), "ms", "p99 " + format(percentile(times, 0.99)) + " ms");
            line("memory after the additions", server.memory(), "MB", "peak " + format(server.peak()) + " MB");
            Thread.sleep(6_000);
            line("memory when idle", server.memory(), "MB", "");
        }
    }

    /** Work that is timed. */
    private interface Timed {
        void run() throws IOException, InterruptedException;
    }

    private static double millis(Timed work) throws IOException, InterruptedException {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(List<Double> values) {
        return percentile(values, 0.5);
    }

    private static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1.0, sorted.size() * share));
    }

    private static String ratio(List<Double> times, List<Double> others) {
        return format(median(times) / median(others)) + " x";
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static void line(String what, double value, String unit, String more) {
        System.out.printf(Locale.ROOT, "%-30s %8.1f %s  %s%n", what, value, unit, more);
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
