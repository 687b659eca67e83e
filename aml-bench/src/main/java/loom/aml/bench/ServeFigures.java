package loom.aml.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Option;

/**
 * Measures the pages of {@code aml serve} as a process, through HTTP: the time from its start to the first page, the first and the
 * later answers of the pages, the time of an answer while a number of requests arrives each second, and the memory of the process.
 *
 * <pre>
 * aml-bench/serve [--items N] [--stores N] [--rate N] [--seconds N] [--core N] [--maintain]
 * </pre>
 */
public final class ServeFigures {
    private static final List<String> WORDS = List.of(
            "connection",
            "pool",
            "timeout",
            "flaky",
            "test",
            "retry",
            "backoff",
            "cache",
            "schema",
            "migration",
            "index",
            "queue",
            "lock",
            "thread",
            "memory",
            "parser",
            "import",
            "deploy",
            "config",
            "token");
    private static final int FOLLOWED_MILLIS = 700;
    private static final int WARM_UP_SECONDS = 5;
    private static final Pattern OVERVIEW = Pattern.compile("href=\"(/stores/[^/\"?#]+)\"");

    private final Path home = Path.of(System.getProperty("aml.home"));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Path scratch;
    private Path user;
    private String cookie = "";
    private List<String> prefix = List.of();

    private ServeFigures(Path scratch) {
        this.scratch = scratch;
        this.user = scratch;
    }

    /** The options of the command line. */
    static final class Options extends ItemsOptions {
        @Option(names = "--rate", defaultValue = "50", description = "Requests per second (${DEFAULT-VALUE}).")
        private int rate;

        @Option(names = "--seconds", defaultValue = "20", description = "Seconds for each page (${DEFAULT-VALUE}).")
        private int seconds;

        @Option(
                names = "--stores",
                defaultValue = "1",
                description = "Number of stores of that size (${DEFAULT-VALUE}).")
        private int stores;

        @Option(
                names = "--core",
                description = "Run the server, and what is beside it, on this core alone (needs taskset).")
        private String core = "";

        @Option(names = "--maintain", description = "Repeat 'aml maintain' on the first store beside the requests.")
        private boolean maintains;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = BenchOptions.parse(new Options(), "aml-bench/serve", arguments);
        try (Scratch folder = Scratch.create()) {
            Path scratch = folder.path();
            new ServeFigures(scratch).run(options);
        }
    }

    private void run(Options options) throws IOException, InterruptedException {
        List<String> stores = new ArrayList<>();
        for (int i = 0; i < options.stores; i++) {
            String store = scratch.resolve("project-" + i + "/.loom/memory").toString();
            aml(
                            store,
                            "sample",
                            "--items",
                            Integer.toString(options.items),
                            "--seed",
                            Integer.toString(i + 1),
                            "--quiet")
                    .waitFor();
            aml(store, "optimize", "index", "--quiet").waitFor();
            stores.add(store);
        }
        prefix = options.core.isEmpty() ? List.of() : List.of("taskset", "-c", options.core);
        // Loads the classes of this program, whose time is not that of the server.
        serve(stores, "rehearsal", (_, _) -> {});
        serve(stores, "measured", (server, times) -> {
            Timings.line("start to the sign-in link", times.link(), "ms", "");
            Timings.line("start to the first page", times.page(), "ms", "");
            first(times.addresses().getFirst());
            for (String address : times.addresses()) {
                get(address);
                get(address + "/items");
            }
            measure(stores.getFirst(), times.addresses().getFirst(), options);
            ResidentMemory.line("resident memory", server);
        });
    }

    /**
     * The start of a server.
     *
     * @param link the milliseconds to the link
     * @param page the milliseconds to the first page
     * @param addresses the overviews of the stores
     */
    private record Start(double link, double page, List<String> addresses) {}

    @FunctionalInterface
    private interface Measurement {
        void of(Process server, Start start) throws IOException, InterruptedException;
    }

    /** Starts a server for a person who never started one, opens the first page, measures and stops. */
    private void serve(List<String> stores, String person, Measurement measurement)
            throws IOException, InterruptedException {
        user = scratch.resolve(person);
        cookie = "";
        List<String> command = new ArrayList<>(List.of("serve"));
        command.addAll(stores);
        command.addAll(List.of("--port", "0", "--json"));
        long began = System.nanoTime();
        Process server = aml(command.toArray(String[]::new));
        try (BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            JsonObject started = JsonObject.parse(document(out));
            double link = (System.nanoTime() - began) / 1e6;
            String base = started.string("url").orElseThrow();
            HttpResponse<String> signedIn = send(started.string("link").orElseThrow());
            cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            List<String> addresses = addresses(base, stores.size());
            get(addresses.getFirst());
            double page = (System.nanoTime() - began) / 1e6;
            measurement.of(server, new Start(link, page, addresses));
        } finally {
            server.destroy();
            server.waitFor(30, TimeUnit.SECONDS);
        }
    }

    /** Returns the queries of somebody who opens the explorer, sorts it, and mostly searches for something else. */
    private static String[] queries() {
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            for (int j = 0; j < WORDS.size(); j++) {
                String words = "?q=" + WORDS.get(i) + "+" + WORDS.get(j);
                queries.add(
                        switch (queries.size() % 5) {
                            case 0 -> "";
                            case 1 -> "?order=weight";
                            case 2 -> words + "&kind=solution";
                            default -> words;
                        });
            }
        }
        return queries.toArray(String[]::new);
    }

    /** Returns the addresses of the stores. A host with one store leads to its overview. */
    private List<String> addresses(String base, int stores) throws IOException, InterruptedException {
        if (stores == 1) {
            return List.of(
                    base + send(base + "/").headers().firstValue("Location").orElseThrow());
        }
        return OVERVIEW.matcher(get(base + "/stores").body())
                .results()
                .map(link -> base + link.group(1))
                .distinct()
                .toList();
    }

    private void measure(String store, String address, Options options) throws IOException, InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean(!options.maintains);
        AtomicInteger runs = new AtomicInteger();
        Thread beside = Thread.ofPlatform().start(() -> {
            try {
                while (!isOver.get()) {
                    // At the priority that the timer of 'aml schedule' gives it.
                    start(List.of("nice", "-n", "10"), store, "maintain", "--yes", "--quiet")
                            .waitFor();
                    runs.incrementAndGet();
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        load("overview", address, new String[] {""}, options);
        load("explore", address + "/items", queries(), options);
        isOver.set(true);
        beside.join();
        if (options.maintains) {
            Timings.line("maintain beside", runs.get(), "runs", "");
        }
    }

    /** Reads one JSON object, which may have several lines. */
    private static String document(BufferedReader out) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
            if (line.endsWith("}") && !line.startsWith(" ")) {
                return text.toString();
            }
        }
        throw new IllegalStateException("the server did not start: " + text);
    }

    private Process aml(String... words) throws IOException {
        return start(List.of(), words);
    }

    private Process start(List<String> starter, String... words) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(starter);
        command.add(home.resolve("aml").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(scratch.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", user.toString());
        return builder.start();
    }

    private HttpResponse<String> send(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Cookie", cookie)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(address);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(address + " was answered by " + answer.statusCode());
        }
        return answer;
    }

    /** Measures the answers that compute something for the first time, each beside its second answer. */
    private void first(String address) throws IOException, InterruptedException {
        for (String path : List.of("", "/items", "/suggestions", "/map/data")) {
            double first = Timings.millis(() -> get(address + path));
            double complete = first + Timings.millis(() -> complete(address + path));
            double second = Timings.millis(() -> get(address + path));
            Timings.line(
                    "first " + (path.isEmpty() ? "/" : path),
                    first,
                    "ms",
                    "complete " + Timings.format(complete) + ", second " + Timings.format(second));
        }
    }

    /** Gets a page as its script does, until it says no more that its work is running. */
    private void complete(String address) throws IOException, InterruptedException {
        while (get(address).body().contains("data-running")) {
            Thread.sleep(FOLLOWED_MILLIS);
        }
    }

    /** Sends requests at a fixed rate, whether earlier ones are answered or not. The first seconds do not count. */
    private void load(String name, String address, String[] queries, Options options)
            throws IOException, InterruptedException {
        List<Double> times = Collections.synchronizedList(new ArrayList<>());
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        long pause = TimeUnit.SECONDS.toNanos(1) / options.rate;
        int warmUp = WARM_UP_SECONDS * options.rate;
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            for (int i = 0; i < warmUp + options.seconds * options.rate; i++) {
                long due = began + i * pause;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                int number = i;
                requests.submit(() -> {
                    try {
                        get(address + queries[number % queries.length]);
                    } catch (IOException | InterruptedException | IllegalStateException e) {
                        failures.add(e.toString());
                    }
                    if (number >= warmUp) {
                        times.add((System.nanoTime() - due) / 1e6);
                    }
                });
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " requests failed: " + failures.getFirst());
        }
        Timings.line(
                name + ", " + options.rate + " a second",
                Timings.median(times),
                "ms",
                "p99 " + Timings.format(Timings.percentile(times, 0.99)));
    }
}
