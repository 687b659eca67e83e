package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.StoreOpener;
import loom.aml.app.guard.Observed;
import loom.aml.app.guard.WatchStores;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Watches stores, and records what other programs change. */
public final class WatchCommand implements Command {
    private static final String ONCE = "--once";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    @Override
    public String example() {
        return "aml watch";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operands("PATH", "Stores to watch (that of the working directory)."));
        spec.addOption(Options.flag("Look once and exit.", ONCE));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String path : arguments.matchedPositionalValue(0, new String[0])) {
            paths.add(session.resolve(path));
        }
        if (paths.isEmpty()) {
            paths.add(session.location().path());
        }
        boolean isOnce = Options.has(arguments, ONCE);
        WatchStores watch = new WatchStores(
                store -> opener(session, store),
                store -> GuardHookCommand.observer(session, store, frontEnd(session, store, isOnce)),
                events(session));
        if (isOnce) {
            List<Observed> found = watch.once(paths);
            List<JsonObject> all = new ArrayList<>();
            for (Observed one : found) {
                all.add(one.toJson());
                session.out().println(session.style().note(words(one)));
            }
            session.printJson(JsonObject.builder().put("stores", all).build());
            return ExitCode.DONE;
        }
        session.ifStopped("recorded changes can be undone; the next look finds the rest");
        session.warn("watching "
                + (paths.size() == 1 ? Printable.of(FileName.text(paths.getFirst())) : paths.size() + " stores")
                + "; stop with Ctrl-C");
        try {
            watch.run(paths);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private static FrontEnd frontEnd(Session session, Path store, boolean isOnce) {
        return isOnce
                ? new AgentFrontEnd(session)
                : new DeliveringFrontEnd(session, () -> session.served(store).store());
    }

    private static StoreOpener opener(Session session, Path store) {
        session.name(store);
        return session.store();
    }

    private static WatchStores.Events events(Session session) {
        PrintStream lines = new PrintStream(session.protocolOutput(), true, StandardCharsets.UTF_8);
        return new WatchStores.Events() {
            @Override
            public void found(Observed observed) {
                Instant now = session.clock().instant();
                if (session.isJson()) {
                    lines.println(JsonObject.builder()
                            .put("command", "watch")
                            .put("at", now)
                            .putAll(observed.toJson())
                            .build());
                } else {
                    session.out().println(TIME.format(now.atZone(ZoneId.systemDefault())) + " " + words(observed));
                    session.out().flush();
                }
            }

            @Override
            public void failed(Path store, IOException failure) {
                session.warn(Printable.of(FileName.text(store)) + ": " + session.inWords(failure));
            }
        };
    }

    private static String words(Observed observed) {
        String store = Printable.of(observed.store());
        return switch (observed.kind()) {
            case UNCHANGED -> store + ": unchanged";
            case BEGUN -> store + ": watching from now on";
            case REWRITTEN -> store + ": no change by other programs";
            case CHANGED ->
                store + ": " + changes(observed) + "; 'aml undo' of run " + observed.run() + " reverses it"
                        + (observed.alarm().isEmpty() ? "" : "; many deletions: " + observed.alarm());
        };
    }

    private static String changes(Observed observed) {
        List<String> words = new ArrayList<>();
        if (!observed.changed().isEmpty()) {
            words.add("changed " + names(observed.changed()));
        }
        if (!observed.deleted().isEmpty()) {
            words.add("deleted " + names(observed.deleted()));
        }
        return String.join(", ", words);
    }

    private static String names(List<String> paths) {
        return paths.size() <= 2
                ? Printable.of(String.join(" and ", paths))
                : Printable.of(paths.getFirst()) + " and " + (paths.size() - 1) + " more";
    }
}
