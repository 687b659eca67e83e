package loom.aml.merge.combine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.host.SilentFrontEnd;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.app.similar.MergeStore;
import loom.aml.config.Configuration;
import loom.aml.io.Disk;
import loom.aml.io.PatientTicker;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.run.RunUndo;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/** A store of any kind that can be written, with pairs of memories that say the same and others that are only related. */
final class PlantedStore {
    /** The subjects of the pairs. Each text has words of its own, so that its pair is nominated. */
    private static final Map<String, String> TEXTS = Map.of(
            "pnpm", "Use pnpm for every install in this repository. Its lockfile is committed with each change.",
            "gradle", "Run gradle with the wrapper of the checkout. A daemon of another version holds stale caches.",
            "kafka", "Consumers of kafka commit offsets behind the transaction. Poison messages go to their own topic.",
            "redis", "Sessions expire in redis within an hour. Nothing durable belongs there, because eviction is on.",
            "vault", "Passwords are read from vault at startup. The token is renewed by a sidecar, never by hand.",
            "nginx", "The timeout of nginx must exceed the slowest upload. Buffering is off for server events.",
            "terraform", "State of terraform is locked in the bucket. Drift is reported each night by the pipeline.",
            "sentry", "Errors reach sentry without the payload of requests. Sampling keeps one trace in ten.",
            "grafana", "Dashboards of grafana are provisioned from the folder. Edits in the browser are overwritten.",
            "celery", "Workers of celery acknowledge late. Long jobs are split, since a deploy interrupts them.");

    private static final String REMARK = " We noticed this during a review.";
    private static final String INDEX = "MEMORY.md";

    private final Kind kind;
    private final Path root;
    private final Random random;

    /** The kinds of stores. */
    enum Kind {
        COLLECTIONS(".loom/memory", "a/patterns.json"),
        CLAUDE(".claude/projects/-home-ada-shop/memory", ""),
        SERENA("shop/.serena/memories", ""),
        GRAPH("graph", "memory.jsonl");

        private final String folder;
        /** The file that holds all items; empty if each is a file. */
        private final String file;

        Kind(String folder, String file) {
            this.folder = folder;
            this.file = file;
        }

        private boolean isOfNotes() {
            return file.isEmpty();
        }
    }

    private PlantedStore(Kind kind, Path directory, Random random) {
        this.kind = kind;
        this.root = directory.resolve(kind.folder);
        this.random = random;
    }

    /**
     * Fills a store.
     *
     * @param pairs the number of pairs that say the same, up to 10
     */
    static PlantedStore in(Path directory, Kind kind, int seed, int pairs) throws IOException {
        PlantedStore store = new PlantedStore(kind, directory, new Random(seed));
        List<String> subjects = new ArrayList<>(new TreeSet<>(TEXTS.keySet()));
        Collections.shuffle(subjects, store.random);
        List<String> chosen = subjects.subList(0, pairs);
        switch (kind) {
            case COLLECTIONS -> store.collections(chosen);
            case GRAPH -> store.graph(chosen);
            case CLAUDE, SERENA -> store.notes(chosen);
        }
        return store;
    }

    private String text(String subject) {
        String text = Objects.requireNonNull(TEXTS.get(subject));
        return random.nextBoolean() ? text : text + REMARK;
    }

    private void collections(List<String> subjects) throws IOException {
        List<String> items = new ArrayList<>();
        for (String subject : subjects) {
            for (int i = 0; i < 2; i++) {
                items.add(pattern("item-" + items.size(), subject, text(subject)));
            }
        }
        Collections.shuffle(items, random);
        write(kind.file, "[ " + String.join(random.nextBoolean() ? ",\n  " : " , ", items) + "\n]\n");
    }

    private String pattern(String id, String subject, String text) {
        return """
                {"id": "%s", "agent": "a", "timestamp": "2026-10-01T08:00:00Z",
                    "pattern": {"type": "build", "context": {}, "approach": {"technique": "advice about %s", "rationale": "%s"},
                      "conditions": {"whenApplicable": [], "whenNotApplicable": []}},
                    "metrics": {"successRate": 0.%d, "executionCount": %d, "avgTimeSavedMs": 100, "errorPreventionCount": 1},
                    "evolution": {"created": "2026-01-01T08:00:00Z", "lastUsed": "2026-10-01T08:00:00Z", "refinements": 0, "confidenceScore": 0.5},
                    "tags": ["%s"], "active": true}""".formatted(
                        id,
                        subject,
                        text,
                        1 + random.nextInt(9),
                        1 + random.nextInt(9),
                        random.nextBoolean() ? "advice" : "advice\", \"" + subject);
    }

    private void notes(List<String> subjects) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String subject : subjects) {
            for (String name : names(subject)) {
                String head = kind == Kind.CLAUDE
                        ? "---\nname: " + name + "\ndescription: \"which tool\"\nmetadata:\n  type: feedback\n---\n\n"
                        : "";
                write(name + ".md", head + text(subject) + (random.nextBoolean() ? "\n" : ""));
                if (random.nextInt(4) > 0) {
                    lines.add("- [About " + name + "](" + name + ".md) — which tool");
                }
            }
        }
        Collections.shuffle(lines, random);
        if (kind == Kind.CLAUDE) {
            write(INDEX, "# Memory\n\n" + String.join("\n", lines) + (random.nextBoolean() ? "\n" : ""));
        }
    }

    /** Returns two names for a note, whose words are in its text. */
    private static List<String> names(String subject) {
        String text = Objects.requireNonNull(TEXTS.get(subject));
        String last = text.substring(text.lastIndexOf(' ') + 1, text.length() - 1);
        return List.of(subject, subject + "-" + last);
    }

    private void graph(List<String> subjects) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String subject : subjects) {
            String more = random.nextBoolean() ? "" : "\" ,\"It has 3 replicas.";
            for (String name : List.of(subject + "-service", subject + " Service")) {
                names.add(name);
                lines.add("{\"type\":\"entity\",\"name\":\"" + name + "\",\"entityType\":\"tool\",\"observations\":[\""
                        + text(subject) + more + "\"]}");
            }
        }
        Collections.shuffle(lines, random);
        for (int i = 0; i < 4 * subjects.size(); i++) {
            lines.add("{\"type\":\"relation\",\"from\":\"" + any(names) + "\",\"to\":\"" + any(names)
                    + "\",\"relationType\":\"" + any(List.of("uses", "logs-to")) + "\"}");
        }
        write(kind.file, String.join("\n", lines) + (random.nextBoolean() ? "\n" : ""));
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Writes a file as another program does, as if a while ago. */
    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(10))));
    }

    MemoryStore open(Disk disk) throws IOException {
        Path path = kind == Kind.GRAPH ? root.resolve(kind.file) : root;
        return StoreKinds.open(disk, path, StoreOptions.DEFAULT.withThreads(1).withTicker(new PatientTicker()));
    }

    /** Merges the items that say the same, as the command does. */
    static Report merge(MemoryStore open) throws IOException {
        try {
            OpenStore opened = new OpenStore(open, Configuration.DEFAULT, () -> new SplittableRandom(1));
            return new MergeStore(opened, new SilentFrontEnd())
                    .run(new MergeStore.Request(Selection.ALL, false), new RunOptions(false, true))
                    .report();
        } catch (DeclinedException e) {
            throw new AssertionError("it was confirmed in advance", e);
        }
    }

    /** Undoes the latest run that can be undone; empty if no run can be. */
    static Optional<Report> undo(MemoryStore open) throws IOException {
        Optional<RecordedRun> latest = new History(open).latestUndoable();
        return latest.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunUndo(open, latest.get())
                        .execute(new Execution(open, new Random(2)), Execution.Options.DEFAULT.withBackup(false)));
    }

    /** Returns the files that hold memories, by path. */
    SortedMap<String, String> files() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                if (kind.isOfNotes() ? !path.startsWith(".aml") : path.equals(kind.file)) {
                    files.put(path, new String(Files.readAllBytes(file), ISO_8859_1));
                }
            }
        }
        return files;
    }

    /** Returns the text of each memory by its name, and the index. */
    SortedMap<String, String> memories() throws IOException {
        return memoriesIn(files());
    }

    /** Returns the text of each memory in files of this kind. */
    SortedMap<String, String> memoriesIn(SortedMap<String, String> files) {
        if (kind.isOfNotes()) {
            return files;
        }
        SortedMap<String, String> memories = new TreeMap<>();
        String text = files.getOrDefault(kind.file, "");
        try {
            if (kind == Kind.COLLECTIONS) {
                for (JsonObject item : JsonObject.parse(("{\"items\":" + text + "}").getBytes(ISO_8859_1))
                        .objects("items")) {
                    memories.put(item.string("id").orElseThrow(), item.toString());
                }
            } else {
                for (String line : text.lines().toList()) {
                    JsonObject json = JsonObject.parse(line.getBytes(ISO_8859_1));
                    memories.put(json.string("name").orElse(line), line);
                }
            }
        } catch (JsonSyntaxException e) {
            throw new AssertionError(text, e);
        }
        return memories;
    }

    /** Returns a memory with an addition by another program. */
    String edited(String memory) {
        return switch (kind) {
            case COLLECTIONS -> memory.replace("\"tags\":[", "\"tags\":[\"later\",");
            case GRAPH -> memory.replace("\"]}", "\",\"Something later.\"]}");
            case CLAUDE, SERENA -> memory + (memory.endsWith("\n") ? "" : "\n") + "\nSomething later.\n";
        };
    }

    /** Adds something to a memory, as another program does. */
    void edit(String name) throws IOException {
        switch (kind) {
            case CLAUDE, SERENA ->
                write(name, new String(edited(files().get(name)).getBytes(ISO_8859_1), UTF_8));
            case GRAPH -> {
                String memory = memories().get(name);
                write(kind.file, files().get(kind.file).replace(memory, edited(memory)));
            }
            case COLLECTIONS -> {
                String text = files().get(kind.file);
                int at = text.indexOf("\"tags\": [", text.indexOf("\"id\": \"" + name + "\"")) + "\"tags\": [".length();
                write(kind.file, text.substring(0, at) + "\"later\"," + text.substring(at));
            }
        }
    }

    /** Creates a memory of a name, as another program does. */
    void create(String name) throws IOException {
        switch (kind) {
            case CLAUDE, SERENA -> write(name, "Somebody else wrote this.\n");
            case GRAPH ->
                write(
                        kind.file,
                        "{\"type\":\"entity\",\"name\":\"" + name
                                + "\",\"entityType\":\"tool\",\"observations\":[\"Somebody else wrote this.\"]}\n"
                                + files().get(kind.file));
            case COLLECTIONS ->
                write(
                        kind.file,
                        files().get(kind.file)
                                .replaceFirst("\\[", "[" + pattern(name, "make", "Somebody else wrote this.") + ","));
        }
    }

    /** Returns a name that no memory has. */
    String freeName() {
        return switch (kind) {
            case CLAUDE, SERENA -> "another.md";
            case GRAPH, COLLECTIONS -> "another";
        };
    }
}
