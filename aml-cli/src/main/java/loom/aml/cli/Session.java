package loom.aml.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import loom.aml.backup.Backup;
import loom.aml.cli.print.Style;
import loom.aml.config.Configuration;
import loom.aml.config.Policies;
import loom.aml.config.Settings;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.store.NoStoreException;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.file.StoreOptions;
import loom.aml.store.file.StorePlace;
import org.jspecify.annotations.Nullable;

/**
 * All that one invocation has of the world: where it runs, where it prints, what time it is. Commands reach for nothing else,
 * so a test gives them any world it likes.
 */
public final class Session {
    private final PrintStream out;
    private PrintStream err;
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final Disk disk = new LocalDisk();
    private Optional<String> storePath = Optional.empty();
    private boolean json;
    private boolean quiet;
    private boolean plain;
    private Optional<String> configFile = Optional.empty();
    private @Nullable Configuration configuration;
    private boolean verbose;
    private volatile boolean writing;
    private boolean structured;

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

    /** Says where the configuration lies, instead of beside the store. */
    Session configuredBy(Optional<String> file) {
        configFile = file;
        return this;
    }

    /** From now on messages are lines of JSON. */
    void logAsJson() {
        if (!structured) {
            structured = true;
            err = new JsonLog(err, clock());
        }
    }

    /** From now on what is being done is said, too. */
    void logEverything() {
        verbose = true;
    }

    /** Says what is being done, to those who want to know. */
    public void verbose(String what) {
        if (verbose && err instanceof JsonLog log) {
            log.write("debug", what);
        } else if (verbose) {
            err.println("aml: " + what);
        }
    }

    /** What the operating system refused, so that a person can do something about it. */
    public String inWords(Exception e) {
        return Failures.inWords(disk, e);
    }

    /** Says what went wrong. */
    void error(String what) {
        if (err instanceof JsonLog log) {
            log.write("error", what);
        } else {
            err.println("aml: " + what);
        }
    }

    /** Where results for people go. Nothing is lost by printing nothing when {@code --quiet} or {@code --json} asks so. */
    public PrintStream out() {
        return json || quiet ? new PrintStream(java.io.OutputStream.nullOutputStream()) : out;
    }

    /** Whether anybody sees what is printed for people; if not, it need not be put together. */
    public boolean isSeen() {
        return !json && !quiet;
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
        return environment.containsKey("LOOM_AML_ERR_TERMINAL") && !quiet && !json && !structured;
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

    /** A variable of the environment; nothing if it is not set, or empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether something of the store may have been changed. */
    boolean isWriting() {
        return writing;
    }

    /** Whether a word names a directory that is there. */
    boolean isDirectory(String word) {
        try {
            return disk.state(resolve(word)).isDirectory();
        } catch (IOException | InvalidPathException e) {
            return false;
        }
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
        configuration = null;
    }

    /** Says which store is meant, as if it stood before the command. */
    public void name(Optional<String> path) {
        storePath = path;
    }

    /** A path as the shell would have given it, with the home directory in the place of a tilde. */
    public String expanded(String path) {
        return path.startsWith("~/") ? variable("HOME").orElse("~") + path.substring(1) : path;
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
        StoreOptions options = options();
        verbose("opens " + storePath() + " for reading");
        return FileMemoryStore.openReadOnly(disk, storePath(), options);
    }

    public FileMemoryStore open() throws IOException {
        StoreOptions options = options();
        writing = true;
        verbose("opens " + storePath() + " for writing");
        return FileMemoryStore.open(disk, storePath(), options);
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
        writing = true;
        StorePlace place = StorePlace.of(disk, storePath(), options());
        if (!hasBackups(place)) {
            openReadOnly().close();
        }
        return Backup.of(place, random());
    }

    private boolean hasBackups(StorePlace place) throws IOException {
        return disk.state(place.logs().path()).isDirectory();
    }

    /** Opens the store for writing, if no other run has it; for those who have better things to do than to wait. */
    public FileMemoryStore openUnlessLocked() throws IOException {
        writing = true;
        return FileMemoryStore.open(disk, storePath(), options().withLockWait(Duration.ZERO));
    }

    private StoreOptions options() throws IOException {
        return policies().storeOptions().withTransformations(new SchemaMigrations());
    }

    /** What the settings make of the capabilities. */
    public Policies policies() throws IOException {
        return new Policies(configuration());
    }

    /** What is set for the store. Read once, at the first call. */
    public Configuration configuration() throws IOException {
        Configuration read = configuration;
        if (read == null) {
            read = Configuration.read(
                    disk, configurationPath(), namedConfiguration().isPresent(), environment);
            configuration = read;
            if (read.get(Settings.LOG_FORMAT).equals("json")) {
                logAsJson();
            }
            verbose |= read.get(Settings.LOG_VERBOSE);
            verbose("configuration: " + read.file().map(Path::toString).orElse("no file, " + configurationPath()));
        }
        return read;
    }

    /** Where the configuration is looked for: where a flag or a variable says, else in the directory that holds the store. */
    public Path configurationPath() throws IOException {
        Optional<String> named = namedConfiguration();
        if (named.isPresent()) {
            return resolve(named.get());
        }
        Path store;
        try {
            store = storePath();
        } catch (NoStoreException e) {
            return resolve(".loom").resolve(Configuration.FILE_NAME);
        }
        // One store has one configuration, however it is reached.
        Path real = disk.state(store).isMissing() ? store : disk.realPath(store);
        return real.resolveSibling(Configuration.FILE_NAME);
    }

    private Optional<String> namedConfiguration() {
        return configFile.or(
                () -> Optional.ofNullable(environment.get("LOOM_AML_CONFIG")).filter(file -> !file.isEmpty()));
    }
}
