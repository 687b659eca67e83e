package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.app.monitor.ShowOverview;
import loom.aml.app.stores.ListStores;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Style;
import loom.aml.cli.system.TerminalScreen;
import loom.aml.io.FileName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows stores at a glance: once, or refreshed on the screen of a terminal until the user stops it. */
public final class TopCommand implements Command {
    private static final String ONCE = "--once";
    private static final String INTERVAL = "--interval";
    private static final int SECONDS = 5;
    private static final int LONGEST = 3_600;

    @Override
    public String example() {
        return "aml top --interval 10";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operands("PATH", "The stores to show (all stores of this machine)."));
        spec.addOption(Options.value(Integer.class, "SECONDS", "Refresh after this time (" + SECONDS + ").", INTERVAL));
        spec.addOption(Options.flag("Print the overview once and exit, as without a terminal.", ONCE));
    }

    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        session.location().settleHere();
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        int seconds = arguments.matchedOptionValue(INTERVAL, SECONDS);
        if (seconds < 1 || seconds > LONGEST) {
            throw new UsageException(INTERVAL + " takes 1 to 3,600 seconds, not " + seconds);
        }
        Stores stores = new Stores(session, ServeCommand.stores(arguments, session));
        if (session.hasScreen() && !Options.has(arguments, ONCE)) {
            refresh(stores, Duration.ofSeconds(seconds), session);
            return ExitCode.DONE;
        }
        ListStores.Result found = stores.list();
        ShowOverview.Result overview = stores.show(found);
        session.printJson(overview.toJson());
        if (session.isSeen()) {
            new OverviewPrinter(session, session.style())
                    .lines(overview, List.of(), "")
                    .forEach(session.out()::println);
        }
        found.problems().forEach(session::warn);
        return overview.isPartial() || !found.problems().isEmpty() ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private static void refresh(Stores stores, Duration interval, Session session) throws IOException {
        // Without a screen, so that a signal ends the process at once, however long the first measurement takes.
        ListStores.Result found = stores.list();
        ShowOverview.Result overview = stores.show(found);
        try {
            session.deferStop();
            boolean isStopped = session.isStopRequested();
            try (TerminalScreen screen = TerminalScreen.open(session)) {
                while (!isStopped) {
                    TerminalScreen.Size size = screen.size();
                    Style style = new Style(session.style().isColoured(), size.columns());
                    String hint =
                            "every " + interval.toSeconds() + " s; " + (screen.hasKeys() ? "q" : "Ctrl-C") + " quits";
                    screen.draw(new OverviewPrinter(session, style).lines(overview, found.problems(), hint), size);
                    isStopped = session.awaitStop(interval);
                    if (!isStopped) {
                        found = stores.list();
                        overview = stores.show(found);
                        isStopped = session.isStopRequested();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The stores to show. Those of the machine are searched each time, so that new ones appear. */
    private static final class Stores {
        private final Session session;
        private final List<Path> named;
        private final ShowOverview overview = new ShowOverview();
        private final Map<Path, ShowOverview.Store> known = new HashMap<>();

        /** @param named the real paths; all stores of the machine if empty */
        Stores(Session session, List<Path> named) {
            this.session = session;
            this.named = List.copyOf(named);
        }

        ListStores.Result list() throws IOException {
            return session.stores(named);
        }

        ShowOverview.Result show(ListStores.Result found) {
            List<ShowOverview.Store> stores = new ArrayList<>();
            for (ListStores.Entry entry : found.stores()) {
                stores.add(known.computeIfAbsent(entry.store().path(), this::open));
            }
            return overview.run(new ShowOverview.Request(stores, session::isStopRequested));
        }

        private ShowOverview.Store open(Path path) {
            Session own = session.served(path);
            return new ShowOverview.Store(FileName.text(path), own.store(), new AgentFrontEnd(own));
        }
    }
}
