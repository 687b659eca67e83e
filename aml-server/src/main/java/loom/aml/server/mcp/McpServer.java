package loom.aml.server.mcp;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import loom.aml.server.feature.ServerDescription;

/** An MCP server for any number of clients, independent of the transport. */
public final class McpServer {
    private final ServerDescription description;
    private final Methods methods;
    private final RequestState requestState;
    private final Consumer<Throwable> failures;
    private final LongAdder requests = new LongAdder();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    /** @param failures receives exceptions thrown by handlers */
    public McpServer(ServerDescription description, Consumer<Throwable> failures) {
        this(description, failures, InstantSource.system());
    }

    McpServer(ServerDescription description, Consumer<Throwable> failures, InstantSource clock) {
        this.description = description;
        this.methods = new Methods(description);
        this.requestState = new RequestState(clock);
        this.failures = failures;
    }

    public ServerDescription description() {
        return description;
    }

    /**
     * Connects a client.
     *
     * @param general receives the messages that are unrelated to any request
     */
    public Connection connect(Outbox general) {
        return new Connection(this, general);
    }

    /** Returns the number of requests that were received. */
    public long requests() {
        return requests.sum();
    }

    void received() {
        requests.increment();
    }

    /** Notifies the subscribers of a resource. */
    public void resourceUpdated(String uri) {
        tell(new Change(Change.Kind.RESOURCE, uri));
    }

    /** Notifies the subscribers of each resource that it may have changed. */
    public void resourcesUpdated() {
        subscriptions.forEach(Subscription::offerResources);
    }

    /** Returns whether a client wants to know of changes of a resource. */
    public boolean hasSubscribers() {
        return subscriptions.stream().anyMatch(Subscription::hasResources);
    }

    /** Notifies clients that the list of resources changed. */
    public void resourcesChanged() {
        tell(new Change(Change.Kind.RESOURCES, null));
    }

    public void toolsChanged() {
        tell(new Change(Change.Kind.TOOLS, null));
    }

    public void promptsChanged() {
        tell(new Change(Change.Kind.PROMPTS, null));
    }

    private void tell(Change change) {
        subscriptions.forEach(each -> each.offer(change));
    }

    void register(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void unregister(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    Methods methods() {
        return methods;
    }

    RequestState requestState() {
        return requestState;
    }

    void report(Throwable failure) {
        failures.accept(failure);
    }
}
