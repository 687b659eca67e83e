package loom.aml.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import loom.aml.app.FrontEnd;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.stores.ListStores;
import loom.aml.cli.Session;
import loom.aml.locate.FoundStore;
import loom.aml.server.stores.ServedStore;
import loom.aml.server.stores.ServedStores;

/**
 * The stores that a server serves: those of this machine, or those that were named. Each has its own configuration. The log has each
 * problem of a search once, until it is over. Thread-safe.
 */
final class ServedSessions implements ServedStores.Source {
    private final Session session;
    private final List<Path> named;
    private final Function<Session, FrontEnd> frontEnds;

    /** The problems of the last search. */
    private List<String> problems = List.of();

    /** @param named the real paths of the stores; those of this machine if empty */
    ServedSessions(Session session, List<Path> named, Function<Session, FrontEnd> frontEnds) {
        this.session = session;
        this.named = List.copyOf(named);
        this.frontEnds = frontEnds;
    }

    @Override
    public ListStores.Result list() throws IOException {
        try {
            ListStores.Result result = session.stores(named);
            report(result.problems());
            return result;
        } catch (IOException e) {
            report(List.of("the search for stores failed: " + session.inWords(e)));
            throw e;
        }
    }

    private synchronized void report(List<String> now) {
        now.stream().filter(problem -> !problems.contains(problem)).forEach(session::warn);
        problems = List.copyOf(now);
    }

    @Override
    public ServedStore open(FoundStore store) {
        Session own = session.served(store.path());
        FrontEnd frontEnd = frontEnds.apply(own);
        MemoryHost memory = new MemoryHost(own.store(), own::random, frontEnd, () -> {
            // The store existed when it was found. If it is lost, a restore creates it again.
        });
        return new ServedStore(store, own.store(), frontEnd, memory);
    }
}
