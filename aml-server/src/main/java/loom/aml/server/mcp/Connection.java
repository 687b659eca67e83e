package loom.aml.server.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcError;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * A connected client. Each request runs in its own virtual thread. While {@value #MOST_RUNNING} requests are running, the transport
 * blocks in {@link #receive}.
 */
public final class Connection {
    static final int MOST_RUNNING = 256;
    /** Requests that wait for changes or for the client do not count as running. */
    private static final int MOST_WAITING = 256;

    private final McpServer server;
    private final Outbox general;
    private final Questions questions = new Questions();
    private final Map<RequestId, Call> calls = new ConcurrentHashMap<>();
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_RUNNING);
    private final Semaphore waitingPlaces = new Semaphore(MOST_WAITING);
    private volatile @Nullable LegacyEra session;
    private volatile boolean closed;

    Connection(McpServer server, Outbox general) {
        this.server = server;
        this.general = general;
    }

    McpServer server() {
        return server;
    }

    Methods methods() {
        return server.methods();
    }

    void report(Throwable failure) {
        server.report(failure);
    }

    /** Returns the negotiated revision, empty before the handshake. */
    public Optional<Revision> revision() {
        return Optional.ofNullable(session).map(LegacyEra::revision);
    }

    /**
     * Handles a message from the client. Requests are answered asynchronously.
     *
     * @param out receives the messages related to this one
     */
    public void receive(Message message, Outbox out) throws InterruptedException {
        if (closed) {
            return;
        }
        if (message instanceof Request request) {
            receive(request, out);
        } else if (message instanceof Notification notification) {
            receive(notification);
        } else if (message instanceof Response response) {
            questions.answered(response);
        }
    }

    private void receive(Request request, Outbox out) throws InterruptedException {
        server.received();
        Call call;
        try {
            call = new Call(request, era(request), this, out);
            if (calls.putIfAbsent(request.id(), call) != null) {
                throw new RpcException(RpcError.INVALID_REQUEST, "duplicate request id");
            }
        } catch (RpcException e) {
            out.send(Response.failure(request.id(), e.error()));
            return;
        }
        try {
            places.acquire();
        } catch (InterruptedException e) {
            forget(call);
            throw e;
        }
        running.add(call);
        if (call.era() instanceof LegacyEra era && request.method().equals("initialize")) {
            session = era;
            // Later requests depend on the session.
            call.run();
        } else {
            call.start();
        }
    }

    /** Selects the era of a request. Nothing else makes this decision. */
    private Era era(Request request) throws RpcException {
        LegacyEra begun = session;
        if (RequestMeta.isIn(request)) {
            return ModernEra.of(request, server);
        }
        if (request.method().equals("initialize")) {
            if (begun != null) {
                throw new RpcException(RpcError.INVALID_REQUEST, "already initialized");
            }
            return LegacyEra.begin(request, server, questions);
        }
        if (begun != null) {
            return begun;
        }
        if (request.method().equals("ping")) {
            return LegacyEra.beforeHandshake(server, questions);
        }
        RequestMeta.of(request);
        throw new IllegalStateException("neither era: " + request.method());
    }

    private void receive(Notification notification) {
        LegacyEra begun = session;
        if (notification.method().equals("notifications/cancelled")) {
            RequestId.of(notification.params().value("requestId"))
                    .map(calls::get)
                    .ifPresent(Call::cancel);
        } else if (notification.method().equals("notifications/initialized") && begun != null) {
            begun.initialized(this, general);
        }
    }

    /** Frees the slot of a waiting request. */
    void beginWaiting() throws RpcException {
        if (!waitingPlaces.tryAcquire()) {
            throw new RpcException(
                    RpcError.INTERNAL_ERROR, "more than " + MOST_WAITING + " requests wait for the client");
        }
        places.release();
    }

    void endWaiting() {
        places.acquireUninterruptibly();
        waitingPlaces.release();
    }

    /** Registers a subscription until it or the connection is closed. */
    Subscription.Registration subscribe(Subscription subscription) {
        server.register(subscription);
        subscriptions.add(subscription);
        if (closed) {
            subscription.end();
        }
        return () -> {
            server.unregister(subscription);
            subscriptions.remove(subscription);
        };
    }

    void forget(Call call) {
        calls.remove(call.id(), call);
    }

    void ended(Call call) {
        running.remove(call);
        places.release();
    }

    /** Closes the connection. Pending requests are cancelled after a grace period. */
    public void close(Duration grace) {
        closed = true;
        subscriptions.forEach(Subscription::end);
        List<Call> left = List.copyOf(running);
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            for (Call call : left) {
                if (!call.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    call.cancel();
                }
            }
        } catch (InterruptedException e) {
            left.forEach(Call::cancel);
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the connection of a client that is gone, cancelling all pending requests. */
    public void abort() {
        closed = true;
        subscriptions.forEach(Subscription::end);
        running.forEach(Call::cancel);
    }
}
