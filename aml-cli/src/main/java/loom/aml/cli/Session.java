package loom.aml.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import loom.aml.backup.Backup;
import loom.aml.cli.print.Style;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.store.NoStoreException;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.file.StoreOptions;
import loom.aml.store.file.StorePlace;

/**
 * All that one invocation has of the world: where it runs, where it prints, what time it is. Commands reach for nothing else,
 * so a test gives them any world it likes.
 */
public final class Session {
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final Disk disk = new LocalDisk();
    private Optional<String> storePath = Optional.empty();
    private boolean json;
    private boolean quiet;
    private boolean plain;

    /**
     * @param environment its variables; {@code LOOM_AML_OUT_TERMINAL} and {@code LOOM_AML_ERR_TERMINAL}, which the launcher sets,
     *     say whether a person looks at standard output and standard error
     */
    public Session(PrintStream out, PrintStream err, Map<String, String> environment, Path workingDirectory) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
    }

    Session with(Optional<String> path, boolean asJson, boolean silently, boolean withoutColour) {
        storePath = path;
        json = asJson;
        quiet = silently;
        plain = withoutColour;
        return this;
    }

    /** Where results for people go. Nothing is lost by printing nothing when {@code --quiet} or {@code --json} asks so. */
    public PrintStream out() {
        return json || quiet ? new PrintStream(java.io.OutputStream.nullOutputStream()) : out;
    }

    /** Where messages go. */
    public PrintStream err() {
        return err;
    }

    public boolean isJson() {
        return json;
    }

    public Style style() {
        boolean coloured = environment.containsKey("LOOM_AML_OUT_TERMINAL")
                && !plain
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Style(coloured);
    }

    /** Whether progress may be drawn. */
    public boolean drawsProgress() {
        return environment.containsKey("LOOM_AML_ERR_TERMINAL") && !quiet && !json;
    }

    /** Prints the one document of {@code --json}. */
    public void printJson(JsonObject document) {
        if (json) {
            out.println(document.toPrettyString());
        }
    }

    /** Begins the one document of {@code --json} for a result that is too long to be held. */
    public JsonWriter jsonWriter() {
        return new JsonWriter(out, true);
    }

    /** Ends what a writer began. */
    public void endJson() {
        out.println();
    }

    public Path resolve(String path) {
        return workingDirectory.resolve(path);
    }

    public Disk disk() {
        return disk;
    }

    public InstantSource clock() {
        return InstantSource.system();
    }

    public RandomGenerator random() {
        return new SplittableRandom();
    }

    /** A new directory of its own for things that need not stay. */
    public Path scratch(String name) throws IOException {
        return java.nio.file.Files.createTempDirectory(name);
    }

    /** The path of the store that was named, or that of the project in which the command runs. */
    public Path storePath() throws IOException {
        if (storePath.isPresent()) {
            return resolve(storePath.get());
        }
        for (Path directory = workingDirectory; directory != null; directory = directory.getParent()) {
            Path memory = directory.resolve(".loom").resolve("memory");
            if (disk.state(memory).isDirectory() || disk.state(memory).type() == loom.aml.io.FileState.Type.LINK) {
                return memory;
            }
        }
        throw new NoStoreException(
                workingDirectory.toString(),
                "no .loom/memory here or above; name the store, 'aml PATH ...', or make one with 'aml init'");
    }

    /** Makes a store the one that is meant, as if it had been named. */
    public void name(Path store) {
        storePath = Optional.of(store.toString());
    }

    /** How a command on the same store begins: with its path if that was named. */
    public String prefix() {
        return storePath.map(path -> "aml " + path).orElse("aml");
    }

    /** The path that was named before the command, if one was. */
    public Optional<String> namedPath() {
        return storePath;
    }

    public FileMemoryStore openReadOnly() throws IOException {
        return FileMemoryStore.openReadOnly(disk, storePath(), options());
    }

    public FileMemoryStore open() throws IOException {
        return FileMemoryStore.open(disk, storePath(), options());
    }

    /** Opens the store for changing it; where only its backups are left, an empty one is made first. */
    public FileMemoryStore openOrMake() throws IOException {
        Path path = storePath();
        StorePlace place = StorePlace.of(disk, path, options());
        if (disk.state(place.root()).isMissing() && hasBackups(place)) {
            FileMemoryStore.makeDirectory(disk, place.root());
        }
        return open();
    }

    /** The backups of the store, whether it still stands or not. */
    public Backup backups() throws IOException {
        StorePlace place = StorePlace.of(disk, storePath(), options());
        if (!hasBackups(place)) {
            openReadOnly().close();
        }
        return Backup.of(place, random());
    }

    private boolean hasBackups(StorePlace place) throws IOException {
        return disk.state(place.logs().path()).isDirectory();
    }

    private StoreOptions options() {
        String wait = environment.getOrDefault("LOOM_AML_LOCK_WAIT", "");
        StoreOptions options = StoreOptions.DEFAULT.withTransformations(new SchemaMigrations());
        if (wait.isEmpty()) {
            return options;
        }
        try {
            return options.withLockWait(Duration.ofSeconds(Long.parseLong(wait)));
        } catch (NumberFormatException e) {
            throw new UsageException("LOOM_AML_LOCK_WAIT must be a whole number of seconds: " + wait);
        }
    }
}
