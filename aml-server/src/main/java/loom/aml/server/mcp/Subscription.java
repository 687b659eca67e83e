package loom.aml.server.mcp;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.rpc.RpcException;

/**
 * The changes that a client subscribed to, and those not yet delivered. Repeated changes are delivered once, so a slow client needs
 * bounded memory and never blocks others.
 */
final class Subscription {
    private static final int MOST_RESOURCES = 1_000;

    /** Unregisters a subscription when closed. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final Set<Change.Kind> lists;
    private final Set<String> uris = new LinkedHashSet<>();
    private final Set<Change> untold = new LinkedHashSet<>();
    private boolean ended;

    private Subscription(Set<Change.Kind> lists) {
        this.lists = lists;
    }

    /** Subscribes to all lists and to no resource. */
    static Subscription toLists(ServerDescription server) {
        return new Subscription(supported(server));
    }

    /** Subscribes to the part of a filter that the server supports. */
    static Subscription of(JsonObject filter, ServerDescription server) throws RpcException {
        Set<Change.Kind> lists = supported(server);
        lists.removeIf(kind -> !filter.isTrue(kind.filter()));
        Subscription subscription = new Subscription(lists);
        if (server.hasResources()) {
            for (String uri : filter.strings(Change.Kind.RESOURCE.filter())) {
                subscription.add(uri);
            }
        }
        return subscription;
    }

    private static Set<Change.Kind> supported(ServerDescription server) {
        Set<Change.Kind> lists = EnumSet.noneOf(Change.Kind.class);
        if (server.changing()) {
            JsonObject capabilities = ServerCapabilities.of(server);
            for (Change.Kind kind : EnumSet.of(Change.Kind.TOOLS, Change.Kind.PROMPTS, Change.Kind.RESOURCES)) {
                if (capabilities.has(kind.name().toLowerCase(Locale.ROOT))) {
                    lists.add(kind);
                }
            }
        }
        return lists;
    }

    synchronized void add(String uri) throws RpcException {
        if (uris.size() == MOST_RESOURCES) {
            throw RpcException.invalidParams("more than " + MOST_RESOURCES + " subscriptions");
        }
        uris.add(uri);
    }

    synchronized void remove(String uri) {
        uris.remove(uri);
        untold.remove(new Change(Change.Kind.RESOURCE, uri));
    }

    /** Returns the effective filter. */
    synchronized JsonObject toFilter() {
        JsonObject.Builder filter = JsonObject.builder();
        lists.forEach(kind -> filter.put(kind.filter(), true));
        if (!uris.isEmpty()) {
            filter.put(Change.Kind.RESOURCE.filter(), uris);
        }
        return filter.build();
    }

    synchronized void offer(Change change) {
        if (change.uri() == null ? lists.contains(change.kind()) : uris.contains(change.uri())) {
            untold.add(change);
            notifyAll();
        }
    }

    synchronized void offerResources() {
        uris.forEach(uri -> untold.add(new Change(Change.Kind.RESOURCE, uri)));
        notifyAll();
    }

    synchronized boolean hasResources() {
        return !uris.isEmpty();
    }

    /** Waits for the next change. Empty when the subscription has ended and all changes are delivered. */
    synchronized Optional<Change> next() throws InterruptedException {
        while (untold.isEmpty() && !ended) {
            wait();
        }
        Iterator<Change> changes = untold.iterator();
        if (!changes.hasNext()) {
            return Optional.empty();
        }
        Change change = changes.next();
        changes.remove();
        return Optional.of(change);
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
