package loom.aml.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.FrontEnd;
import loom.aml.app.stores.ListStores;
import loom.aml.cli.print.Style;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import loom.aml.run.KnownFindings;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/**
 * The environment of one invocation. Commands use nothing else, so a test can run them in its own environment.
 */
public final class Session {
    private final World world;
    private final Disk disk;
    private final Environment environment;
    private final Messages messages;
    private final JsonDocument json;
    private final Results results;
    private final Interruption interruption;
    private final Rights rights;
    private InputStream in = System.in;
    private final DueNotices dueNotices = new DueNotices(this);
    private @Nullable Configurations configurations;
    private @Nullable StoreLocation location;
    private @Nullable SessionConfiguration configuration;
    private @Nullable StoreAccess store;

    /**
     * @param environment its variables; {@code LOOM_AML_IN_TERMINAL}, {@code LOOM_AML_OUT_TERMINAL} and
     * {@code LOOM_AML_ERR_TERMINAL}, which the launcher sets, say whether there is a person at standard input, standard
     *     output and standard error
     */
    public Session(PrintStream out, PrintStream err, Map<String, String> environment, Path workingDirectory) {
        this(out, err, environment, workingDirectory, World.THIS);
    }

    /** Creates a session in a simulated environment. */
    public Session(
            PrintStream out, PrintStream err, Map<String, String> environment, Path workingDirectory, World world) {
        this.world = world;
        this.disk = world.disk();
        this.environment = new Environment(environment, workingDirectory);
        this.messages = new Messages(err, this.environment, world.clock());
        this.json = new JsonDocument(out);
        this.results = new Results(out, this.environment, messages, json);
        this.interruption = new Interruption(messages);
        this.rights = new Rights(disk);
    }

    /** Creates the session of one of several stores. */
    private Session(Session whole, PrintStream out, String beginning) {
        this.world = whole.world;
        this.disk = whole.disk;
        this.environment = whole.environment;
        this.messages = new Messages(whole.messages, beginning);
        this.json = new JsonDocument(out);
        this.results = new Results(out, environment, messages, json);
        this.interruption = whole.interruption;
        this.rights = whole.rights;
        this.in = whole.in;
    }

    /**
     * Returns a session for one of several stores. The user changes at most once in a process, so stores of different users
     * are not accessible to root.
     *
     * @param out the stream for its result
     * @param beginning the words before its messages
     */
    Session on(Path path, PrintStream out, String beginning) {
        Session one = new Session(this, out, beginning);
        one.location().name(Optional.of(FileName.text(path)));
        return one;
    }

    /**
     * Returns a session for a store of a server, used by many threads: results are discarded, and no progress is shown.
     * Warnings begin with the path of the store.
     */
    public Session served(Path path) {
        String name = FileName.text(path);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Session(this, nowhere, "aml: " + Printable.of(name) + ": ")
                .with(Optional.of(name), false, true, true);
    }

    /** Declares that this process runs only this command, so root may change to the store's owner. */
    Session inProcessOfItsOwn() {
        rights.inProcessOfItsOwn();
        return this;
    }

    Session with(Optional<String> path, boolean asJson, boolean silently, boolean withoutColour) {
        location().name(path);
        json.request(asJson);
        results.quiet(silently);
        results.omitColour(withoutColour);
        messages.hideProgress(silently || asJson);
        messages.omitColour(withoutColour);
        return this;
    }

    /** Reads answers from this reader instead of standard input. */
    Session answeredBy(InputStream answers) {
        in = answers;
        return this;
    }

    /** Sets the configuration file to read instead of that of the project. */
    Session configuredBy(Optional<String> file) {
        configurations().name(file);
        return this;
    }

    /** Requests a JSON document if the command line cannot be parsed. */
    void answerAsJson() {
        json.request(true);
        messages.hideProgress(true);
    }

    public Environment environment() {
        return environment;
    }

    public Messages messages() {
        return messages;
    }

    public JsonDocument json() {
        return json;
    }

    public Prompt prompt() {
        return new Prompt(messages, environment, in);
    }

    /** Returns the text editor of the user. */
    public TextEditor editor() {
        return new TextEditor(environment);
    }

    /** Returns the front end that answers the questions of use cases. */
    public FrontEnd frontEnd() {
        return new CommandLineFrontEnd(this);
    }

    /** Returns the notices to send after the command. */
    DueNotices dueNotices() {
        return dueNotices;
    }

    /** Returns standard input. */
    public InputStream input() {
        return in;
    }

    Interruption interruption() {
        return interruption;
    }

    private Configurations configurations() {
        Configurations known = configurations;
        if (known == null) {
            known = new Configurations(disk, environment, rights);
            configurations = known;
        }
        return known;
    }

    /** Returns the location of the store. */
    public StoreLocation location() {
        StoreLocation known = location;
        if (known == null) {
            known = new StoreLocation(disk, environment, rights, configurations(), messages);
            location = known;
        }
        return known;
    }

    /** Returns the configuration for the store. */
    public SessionConfiguration configuration() {
        SessionConfiguration known = configuration;
        if (known == null) {
            known = new SessionConfiguration(disk, environment, location(), configurations(), messages);
            configuration = known;
        }
        return known;
    }

    /** Returns the access to the store. */
    public StoreAccess store() {
        StoreAccess known = store;
        if (known == null) {
            known = new StoreAccess(world, location(), configuration(), messages, interruption);
            store = known;
        }
        return known;
    }

    /**
     * Finds stores and reads their figures.
     *
     * @param only the real paths of the stores; all stores of this machine if empty
     */
    public ListStores.Result stores(List<Path> only) throws IOException {
        ListStores.Request request =
                new ListStores.Request(location().directory(), configuration().roots(), only);
        return new ListStores(
                        disk, location().folders(), configuration().policies().storeOptions())
                .run(request, this::inWords);
    }

    /** Switches to another store, as if its path preceded the command. */
    public void name(Path path) {
        location().name(Optional.of(FileName.text(path)));
        configuration().forget();
    }

    /** Returns the path for a text from the command line. */
    public Path resolve(String path) {
        return environment.resolve(path);
    }

    /** Returns the stream for results. It discards everything with {@code --quiet} and {@code --json}. */
    public PrintStream out() {
        return results.out();
    }

    /** Returns standard output for a protocol. It fails once nobody reads it any more. */
    public OutputStream protocolOutput() {
        return results.protocol();
    }

    /**
     * From now on a signal does not end the process by itself, but lets the command end it. A server calls this before it
     * reports that it is ready, because its reader may stop it at once.
     */
    public void deferStop() {
        interruption.defer();
    }

    /** Waits until the process is asked to stop. It ends when the command does, or after a while. */
    public void awaitStop() throws InterruptedException {
        interruption.await();
    }

    /**
     * Waits for some time. A signal from now on does not end the process by itself, but lets the command end it.
     *
     * @return whether the process was asked to stop
     */
    public boolean awaitStop(Duration time) throws InterruptedException {
        return interruption.await(time);
    }

    /** Returns whether the process was asked to stop. */
    public boolean isStopRequested() {
        return interruption.isRequested();
    }

    /**
     * Keeps messages while a command draws on the screen of the terminal.
     *
     * @param restoring gives the screen back; called if the process ends by a signal before the command does
     */
    public void holdMessages(Runnable restoring) {
        interruption.ifOverdue(restoring);
        messages.hold();
    }

    /** Prints the messages that were kept. */
    public void releaseMessages() {
        messages.release();
    }

    /** Asks the command that waits to stop. */
    public void requestStop() {
        interruption.end();
    }

    /** Returns the style of results. */
    public Style style() {
        return results.style();
    }

    /** Prints findings. With {@code --quiet} only problems are printed, to standard error. */
    public void show(List<Finding> findings) {
        results.show(findings);
    }

    /** Prints new findings and the number of those known from the last run. */
    public void show(List<Finding> findings, KnownFindings known) {
        results.show(findings, known, false);
    }

    /** Prints an example of each kind of new finding and the number of those known from the last run. */
    public void showExamples(List<Finding> findings, KnownFindings known) {
        results.show(findings, known, true);
    }

    /** Returns whether all details of a result are printed. */
    public boolean isVerbose() {
        return messages.isVerbose();
    }

    /** Returns whether results for people are printed; if not, they need not be computed. */
    public boolean isSeen() {
        return results.isSeen();
    }

    /** Returns whether results for people go to a terminal whose screen can be redrawn. */
    public boolean hasScreen() {
        return results.hasScreen();
    }

    /** Returns whether the result is a JSON document. */
    public boolean isJson() {
        return json.isRequested();
    }

    /** Prints the result as the document of {@code --json} if requested. */
    public void printJson(JsonObject document) {
        json.print(document);
    }

    /** Reports something unexpected. */
    public void warn(String what) {
        messages.warn(what);
    }

    /** Sets the message for a signal that stops the process from now on. */
    public void ifStopped(String what) {
        interruption.ifStopped(what);
    }

    /** Describes a failure so that a person can act on it. */
    public String inWords(Exception e) {
        return Printable.of(reasonOf(e));
    }

    /** Describes a failure, with names that may contain control characters. */
    String reasonOf(Exception e) {
        return Failures.inWords(disk, rights, e);
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

    /** Creates a new directory for temporary files. */
    public Path scratch(String name) throws IOException {
        return Files.createTempDirectory(name);
    }
}
