package loom.aml.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import loom.aml.backup.Backup;
import loom.aml.cli.print.FindingsPrinter;
import loom.aml.cli.print.Lines;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.config.Configuration;
import loom.aml.config.ConfigurationFile;
import loom.aml.config.Policies;
import loom.aml.config.Settings;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOwner;
import loom.aml.io.posix.Account;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.store.Finding;
import loom.aml.store.NoStoreException;
import loom.aml.store.Progress;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.file.StoreOptions;
import loom.aml.store.file.StorePlace;
import org.jspecify.annotations.Nullable;

/**
 * All that one invocation has of the world: where it runs, where it prints, what time it is. Commands reach for nothing else,
 * so a test gives them any world it likes.
 */
public final class Session {
    private static final Set<String> YES = Set.of("y", "yes");

    private final PrintStream out;
    private PrintStream err;
    private InputStream in = System.in;
    private @Nullable ProgressLine progress;
    private Map<String, String> environment;
    private final Path workingDirectory;
    private final World world;
    private final Disk disk;
    private Optional<String> storePath = Optional.empty();
    private boolean json;
    private @Nullable String command;
    private boolean isDocumentBegun;
    private boolean quiet;
    private boolean plain;
    private Optional<String> configFile = Optional.empty();
    private @Nullable Configuration configuration;
    private boolean verbose;
    private volatile String ifStopped = "nothing was changed";
    private boolean structured;
    private Rights rights;
    private @Nullable Configurations configurations;

    /**
     * @param environment its variables; {@code LOOM_AML_IN_TERMINAL}, {@code LOOM_AML_OUT_TERMINAL} and
     *     {@code LOOM_AML_ERR_TERMINAL}, which the launcher sets, say whether there is a person at standard input, standard
     *     output and standard error
     */
    public Session(PrintStream out, PrintStream err, Map<String, String> environment, Path workingDirectory) {
        this(out, err, environment, workingDirectory, World.THIS);
    }

    /** A session in another world than this machine. */
    public Session(
            PrintStream out, PrintStream err, Map<String, String> environment, Path workingDirectory, World world) {
        this.world = world;
        this.disk = world.disk();
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
        this.rights = new Rights(disk, false);
    }

    /** Says that this process does nothing else: as root it may become the owner of the store. */
    Session inProcessOfItsOwn() {
        rights = new Rights(disk, true);
        return this;
    }

    Session with(Optional<String> path, boolean asJson, boolean silently, boolean withoutColour) {
        storePath = path;
        json = asJson;
        quiet = silently;
        plain = withoutColour;
        return this;
    }

    /** From now on questions are answered from here, instead of from standard input. */
    Session answeredBy(InputStream answers) {
        in = answers;
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
            err.println("aml: " + Printable.of(what));
        }
    }

    /** What the operating system refused, so that a person can do something about it. */
    public String inWords(Exception e) {
        return Printable.of(reasonOf(e));
    }

    /** The same, not yet fit to be printed. */
    String reasonOf(Exception e) {
        Account account = rights.account();
        return Failures.inWords(disk, e)
                + (account != null && Failures.isDenied(e)
                        ? "; root works here with the rights of user " + account.user() + ", who owns the store"
                        : "");
    }

    /** Begins a line of its own where a terminal may have echoed what was typed, as it does with an interrupt. */
    void beginLine() {
        if (environment.containsKey("LOOM_AML_ERR_TERMINAL")) {
            clearProgress();
            err.println();
        }
    }

    /** Says what went wrong, so that nothing more is done. */
    void error(String what) {
        message("error", List.of(what));
    }

    /** Says several things that went wrong. */
    void errors(List<String> what) {
        message("error", what);
    }

    /** Says what is otherwise than was asked for, or than one would think. */
    public void warn(String what) {
        message("warning", List.of(what));
    }

    /** A line break within a message is part of a name, and must not begin a line that looks like a message of ours. */
    private void message(String level, List<String> what) {
        clearProgress();
        if (err instanceof JsonLog log) {
            log.write(level, String.join("\n     ", what));
        } else {
            err.println("aml: "
                    + what.stream()
                            .flatMap(line -> errorStyle().lines(Printable.of(line), 5).stream())
                            .collect(Collectors.joining("\n     ")));
        }
    }

    /** Where results for people go. Nothing is lost by printing nothing when {@code --quiet} or {@code --json} asks so. */
    public PrintStream out() {
        return json || quiet ? new PrintStream(java.io.OutputStream.nullOutputStream()) : out;
    }

    /**
     * Shows what there is to know. Where results are not printed, as with {@code --quiet}, what kept something from being done is said
     * all the same, on standard error.
     */
    public void show(List<Finding> findings) {
        if (!quiet) {
            new FindingsPrinter(style()).print(findings, out());
        } else {
            new FindingsPrinter(errorStyle())
                    .print(findings.stream().filter(Finding::isProblem).toList(), err);
        }
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

    /** How results are marked. */
    public Style style() {
        return styleOf("LOOM_AML_OUT_TERMINAL");
    }

    /** How messages are marked. */
    public Style errorStyle() {
        return styleOf("LOOM_AML_ERR_TERMINAL");
    }

    private Style styleOf(String terminal) {
        boolean coloured = environment.containsKey(terminal)
                && !plain
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Style(coloured, columnsOf(terminal));
    }

    /** What goes to a file or a program is not broken: there a line is a message. */
    private int columnsOf(String terminal) {
        if (!environment.containsKey(terminal)) {
            return Lines.ENDLESS;
        }
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : Lines.COLUMNS;
    }

    /** Told how far work has come; draws that where a person looks at standard error. */
    public Progress progress() {
        if (!isWatched()) {
            return Progress.NONE;
        }
        if (progress == null) {
            progress = new ProgressLine(err, System::nanoTime);
        }
        return progress;
    }

    private void clearProgress() {
        if (progress != null) {
            progress.clear();
        }
    }

    private boolean isWatched() {
        return environment.containsKey("LOOM_AML_ERR_TERMINAL") && !quiet && !json && !structured;
    }

    /** Whether there is a person who can be asked. */
    public boolean canAsk() {
        return environment.containsKey("LOOM_AML_IN_TERMINAL") && isWatched();
    }

    /** Asks a question that is answered with yes or no; what is neither is no. */
    public boolean ask(String question) throws IOException {
        clearProgress();
        err.print(question + " [y/N] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (progress != null) {
            progress.restart();
        }
        if (answer == null) {
            err.println();
            return false;
        }
        return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    /** Says which command runs, so that its document can say it, too. */
    Session running(String name) {
        command = name;
        return this;
    }

    /** Says that a document is asked for, where the command line is too wrong to say so itself. */
    void answerAsJson() {
        json = true;
    }

    /** Prints the one document of {@code --json}. Whoever fails after that has no second one; the exit code tells. */
    public void printJson(JsonObject document) {
        if (json && !isDocumentBegun) {
            isDocumentBegun = true;
            out.println(documentOf(document).toPrettyString());
        }
    }

    /** A document as a file or another stream is to have it: with the command that it is of. */
    public JsonObject documentOf(JsonObject document) {
        return JsonObject.builder().put("command", command).putAll(document).build();
    }

    /**
     * Begins the one document of {@code --json} for a result that is too long to be held: the object is open and says which
     * command it is of.
     */
    public JsonWriter jsonWriter() {
        isDocumentBegun = true;
        JsonWriter writer = new JsonWriter(out, true);
        writer.beginObject();
        return writer.fields(documentOf(JsonObject.builder().build()));
    }

    /** Ends what a writer began. */
    public void endJson() {
        out.println();
    }

    /** A variable of the environment; nothing if it is not set, or empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** From now on something of the store may be changed. */
    public void willChange() {
        ifStopped("the store is whole, each file as before or as after; the next run settles what was begun, and '"
                + prefix() + " history' shows what was done");
    }

    /** Says what is so from now on if the process is stopped, for whoever stopped it. */
    public void ifStopped(String what) {
        ifStopped = what;
    }

    /** What is so if the process is stopped now. */
    String ifStopped() {
        return ifStopped;
    }

    /** Whether a word names a directory that is there. */
    boolean isDirectory(String word) {
        try {
            return disk.state(resolve(word)).isDirectory();
        } catch (IOException | InvalidPathException | UsageException e) {
            return false;
        }
    }

    /** The path that a text names, as a command line has it. */
    public Path resolve(String path) {
        if (hasNoDirectory() && !path.startsWith("/")) {
            throw new UsageException("the current directory was removed or cannot be reached, so '" + path
                    + "' names nothing; use an absolute path, or change to another directory");
        }
        return FileName.resolve(workingDirectory, path);
    }

    /** Whether the command was called in a directory that is gone. The launcher starts the JVM in another one then. */
    public boolean hasNoDirectory() {
        return environment.containsKey("LOOM_AML_NO_DIRECTORY");
    }

    public Disk disk() {
        return disk;
    }

    public InstantSource clock() {
        return world.clock();
    }

    public RandomGenerator random() {
        return world.random().get();
    }

    /** A new directory of its own for things that need not stay. */
    public Path scratch(String name) throws IOException {
        return java.nio.file.Files.createTempDirectory(name);
    }

    /** The path of the store that was named, or that of the project in which the command runs. */
    public Path storePath() throws IOException {
        if (storePath.isPresent()) {
            return settle(resolve(storePath.get()));
        }
        if (hasNoDirectory()) {
            throw new NoStoreException(
                    ".",
                    "the current directory was removed or cannot be reached; name the store by its absolute path,"
                            + " 'aml PATH ...'");
        }
        String skipped = "";
        for (Path directory = workingDirectory; directory != null; directory = directory.getParent()) {
            Path folder = directory.resolve(".loom");
            Path memory = folder.resolve("memory");
            if (disk.state(memory).isDirectory() || disk.state(memory).type() == loom.aml.io.FileState.Type.LINK) {
                if (!isPlantedIn(directory, folder)) {
                    return settle(memory);
                }
                skipped = "; " + memory + " was passed over: it belongs to another user, in a directory that anybody"
                        + " can write to";
            }
        }
        throw new NoStoreException(
                workingDirectory.toString(),
                "no .loom/memory here or above; name the store, 'aml PATH ...', or make one with 'aml init'" + skipped);
    }

    /** Whether anybody may have put a directory there for others to find, as in /tmp. */
    private boolean isPlantedIn(Path directory, Path folder) throws IOException {
        if (!disk.owner(directory).isOpenToAll()) {
            return false;
        }
        int owner = disk.owner(folder).user();
        return owner != FileOwner.ROOT && owner != user();
    }

    /**
     * Settles with whose rights aml works on a store, before the first look into it.
     *
     * @return the path to work with
     */
    public Path settle(Path store) throws IOException {
        boolean wasSomebodyElse = rights.account() != null;
        Path place = rights.settle(store, () -> configurations().readAsRoot(namedPathOfConfiguration()));
        Account account = rights.account();
        if (account != null && !wasSomebodyElse) {
            verbose("root works with the rights of user " + account.user() + ", who owns " + place);
            environment = environmentOf(account);
        }
        return place;
    }

    /** The variables without those that lead into root's home. */
    private Map<String, String> environmentOf(Account account) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().removeIf(name -> name.startsWith("XDG_"));
        variables.remove("HOME");
        if (!account.home().isEmpty()) {
            variables.put("HOME", account.home());
        }
        return Map.copyOf(variables);
    }

    private int user() throws IOException {
        return rights.account() == null ? disk.user() : FileOwner.ROOT;
    }

    /** The store that is meant, past the link that may lead to it. */
    public Path realStorePath() throws IOException {
        return disk.realPath(storePath());
    }

    /** Makes a store the one that is meant, as if it had been named. */
    public void name(Path store) {
        storePath = Optional.of(FileName.text(store));
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

    /** How a command on the same store begins, as a shell takes it: with its path if that was named. */
    public String prefix() {
        return storePath.map(path -> "aml " + ShellWord.of(path)).orElse("aml");
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
        willChange();
        verbose("opens " + storePath() + " for writing");
        return FileMemoryStore.open(disk, storePath(), options);
    }

    /** Opens the store for changing it; where only its backups are left, an empty one is made first. */
    public FileMemoryStore openOrMake() throws IOException {
        Path path = storePath();
        StorePlace place = StorePlace.of(disk, path, options());
        if (disk.state(place.root()).isMissing() && hasBackups(place)) {
            Path backups = Objects.requireNonNull(place.logs().path().getParent(), "backups lie beside the store");
            FileMemoryStore.makeDirectoryLike(disk, place.root(), backups);
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

    /** Opens the store for writing, if no other run has it; for those who have better things to do than to wait. */
    public FileMemoryStore openUnlessLocked() throws IOException {
        willChange();
        return FileMemoryStore.open(disk, storePath(), options(), Duration.ZERO);
    }

    private StoreOptions options() throws IOException {
        StoreOptions options = policies()
                .storeOptions()
                .withTransformations(new SchemaMigrations())
                .withProgress(progress());
        return world.treatment().apply(options).withClock(clock());
    }

    /** What the settings make of the capabilities. */
    public Policies policies() throws IOException {
        return new Policies(configuration());
    }

    /** What is set for the store. Read once, at the first call. */
    public Configuration configuration() throws IOException {
        Configuration read = configuration;
        if (read == null) {
            Path path = configurationPath();
            read = configurations()
                    .read(path, kindOfConfiguration(), namedConfiguration().isPresent(), storeOwner());
            configuration = read;
            if (read.get(Settings.LOG_FORMAT).equals("json")) {
                logAsJson();
            }
            verbose |= read.get(Settings.LOG_VERBOSE);
            verbose("configuration: " + read.file().map(Path::toString).orElse("no file, " + path));
            for (String warning : Configurations.warnings(read)) {
                warn(warning);
            }
        }
        return read;
    }

    private Configurations configurations() throws IOException {
        Configurations known = configurations;
        if (known == null) {
            known = new Configurations(disk, environment, user());
            configurations = known;
        }
        return known;
    }

    /** Who reads the configuration, and which files are approved. */
    public ConfigurationFile.Reader configurationReader() throws IOException {
        return configurations().reader(storeOwner());
    }

    private int storeOwner() throws IOException {
        try {
            Path store = storePath();
            return disk.state(store).isMissing()
                    ? -1
                    : disk.owner(disk.realPath(store)).user();
        } catch (NoStoreException e) {
            return -1;
        }
    }

    /** A relative path in the environment names another file in each directory, so it is no choice of the user's. */
    private ConfigurationFile.Kind kindOfConfiguration() {
        Optional<String> named = namedConfiguration();
        return named.isPresent() && (configFile.isPresent() || named.get().startsWith("/"))
                ? ConfigurationFile.Kind.NAMED
                : ConfigurationFile.Kind.PROJECT;
    }

    private Optional<Path> namedPathOfConfiguration() {
        return kindOfConfiguration() == ConfigurationFile.Kind.NAMED
                ? namedConfiguration().map(this::resolve)
                : Optional.empty();
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
            return workingDirectory.resolve(".loom").resolve(Configuration.FILE_NAME);
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
