package loom.aml.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.stores.ClientFiles;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.locate.FoundStore;
import loom.aml.locate.MachineStores;
import loom.aml.store.NoStoreException;
import picocli.CommandLine.ParseResult;

/**
 * Runs a command on several stores, one after another, each as if its path preceded the command. A failure on one does not
 * keep the others from their turn.
 */
final class SeveralStores {
    /** Commands that do not change the items of a store. */
    private static final List<String> READING = List.of(
            "status",
            "history",
            "search",
            "agents",
            "backup auto",
            "backup copy",
            "backup key",
            "backup create",
            "backup list",
            "backup verify",
            "backup rotate",
            "backup repack",
            "backup drill",
            "monitor health",
            "monitor metrics",
            "monitor history",
            "monitor performance");

    /** Commands that maintain a store. Those that change one item, restore or convert a store are for one store. */
    private static final List<String> MAINTAINING = List.of(
            "maintain", "prune", "optimize gc", "optimize fold", "optimize all", "optimize index", "optimize defrag");

    private final CommandEntry entry;
    private final ParseResult parsed;
    private final Session session;
    private final boolean isDebug;

    private SeveralStores(CommandEntry entry, ParseResult parsed, Session session, boolean isDebug) {
        this.entry = entry;
        this.parsed = parsed;
        this.session = session;
        this.isDebug = isDebug;
    }

    static ExitCode run(
            Invocation invocation,
            CommandEntry entry,
            ParseResult parsed,
            Session session,
            PrintStream out,
            boolean isDebug)
            throws IOException {
        boolean isReading = READING.contains(entry.fullName());
        if (!isReading && !MAINTAINING.contains(entry.fullName())) {
            throw new UsageException("'aml " + entry.fullName() + "' takes one store; commands for several are "
                    + String.join(", ", MAINTAINING) + ", " + String.join(", ", READING));
        }
        List<Path> stores = invocation.isForAll() ? all(isReading, session) : named(invocation, session);
        return new SeveralStores(entry, parsed, session, isDebug).run(stores, out);
    }

    private static List<Path> named(Invocation invocation, Session session) {
        List<String> words = new ArrayList<>(List.of(invocation.path().orElseThrow()));
        words.addAll(invocation.furtherPaths());
        List<Path> stores = new ArrayList<>();
        for (String word : words) {
            if (word.isEmpty()) {
                throw new UsageException("the path of a store is empty: is a variable not set?");
            }
            Path store = session.resolve(word).normalize();
            if (!stores.contains(store)) {
                stores.add(store);
            }
        }
        return stores;
    }

    private static List<Path> all(boolean isReading, Session session) throws IOException {
        session.location().settleHere();
        MachineStores.Result found = MachineStores.find(
                session.location().folders(),
                session.location().directory(),
                session.configuration().roots(),
                ClientFiles.of(session.location().folders()));
        for (String problem : found.problems()) {
            session.warn(problem);
        }
        List<Path> stores = new ArrayList<>();
        for (FoundStore store : found.stores()) {
            if (isReading || !store.kind().isReadOnly()) {
                stores.add(store.path());
            }
        }
        if (stores.isEmpty()) {
            throw new NoStoreException(".", "no store on this machine; see 'aml stores --help' for where aml looks");
        }
        return stores;
    }

    private ExitCode run(List<Path> stores, PrintStream out) {
        List<JsonObject> results = new ArrayList<>();
        ExitCode worst = ExitCode.DONE;
        String gap = "";
        for (Path store : stores) {
            String name = FileName.text(store);
            session.out().println(gap + session.style().bold(Printable.of(name)));
            gap = "\n";
            ExitCode code;
            if (session.isJson()) {
                ByteArrayOutputStream captured = new ByteArrayOutputStream();
                code = on(store, new PrintStream(captured, false, StandardCharsets.UTF_8));
                results.add(result(name, code, captured.toString(StandardCharsets.UTF_8)));
            } else {
                code = on(store, out);
            }
            worst = severity(code) > severity(worst) ? code : worst;
        }
        session.printJson(JsonObject.builder()
                .put("exit_code", worst.number())
                .put("stores", results)
                .build());
        return worst;
    }

    private ExitCode on(Path store, PrintStream out) {
        Session one = session.on(store, out, "aml: " + Printable.of(ShellWord.of(FileName.text(store))) + ": ");
        one.json().command(entry.fullName());
        try {
            Main.configure(one, Optional.of(FileName.text(store)), parsed);
            return Main.execute(entry, parsed, one);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Main.failed(one, Optional.of(entry), e, isDebug);
        } finally {
            out.flush();
        }
    }

    private static JsonObject result(String store, ExitCode code, String document) {
        JsonObject result;
        try {
            result = JsonObject.parse(document);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("not one document: " + document, e);
        }
        return JsonObject.builder()
                .put("store", store)
                .put("exit_code", code.number())
                .put("result", result)
                .build();
    }

    /** Critical is worse than unknown, as in monitoring plugins. */
    private static int severity(ExitCode code) {
        return switch (code) {
            case DONE, HEALTHY -> 0;
            case WARNING -> 1;
            case PARTIAL, UNKNOWN -> 2;
            case LOCKED -> 3;
            case NO_STORE, CONFLICT -> 4;
            case CRITICAL, FAILED -> 5;
            case USAGE -> 6;
        };
    }
}
