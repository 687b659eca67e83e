package loom.aml.server.mcp;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Capability;
import loom.aml.server.feature.ClientProfile;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.InputRequest;
import loom.aml.server.feature.LogLevel;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcError;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** A request in progress. Messages are sent in order, the response last, and nothing after cancellation. */
final class Call implements Exchange {
    private final Request request;
    private final Era era;
    private final Connection connection;
    private final Outbox out;
    private final @Nullable Object progressToken;
    private final Thread thread;

    private final ReentrantLock sending = new ReentrantLock();
    private final Map<String, JsonObject> remembered = new LinkedHashMap<>();
    private boolean over;
    private boolean waiting;
    private volatile boolean cancelled;
    private double lastProgress = Double.NEGATIVE_INFINITY;

    /** @throws RpcException if the request is malformed */
    Call(Request request, Era era, Connection connection, Outbox out) throws RpcException {
        this.request = request;
        this.era = era;
        this.connection = connection;
        this.out = out;
        this.progressToken = progressToken(request);
        this.thread = Thread.ofVirtual().name(request.method()).unstarted(this::run);
    }

    private static @Nullable Object progressToken(Request request) throws RpcException {
        if (!request.params().has("_meta")) {
            return null;
        }
        JsonObject meta = request.params()
                .object("_meta")
                .orElseThrow(() -> RpcException.invalidParams("\"_meta\" must be an object"));
        Object token = meta.value("progressToken");
        if (token != null && RequestId.of(token).isEmpty()) {
            throw RpcException.invalidParams("\"progressToken\" must be a string or an integer");
        }
        return token;
    }

    Request request() {
        return request;
    }

    RequestId id() {
        return request.id();
    }

    String method() {
        return request.method();
    }

    JsonObject params() {
        return request.params();
    }

    Connection connection() {
        return connection;
    }

    Era era() {
        return era;
    }

    void start() {
        thread.start();
    }

    /** Runs the handler and sends the response, in the current thread. */
    void run() {
        try {
            end(Response.success(id(), era.complete(connection.methods().answer(this))));
        } catch (InputRequired e) {
            end(Response.success(id(), e.result()));
        } catch (RpcException e) {
            end(Response.failure(id(), e.error()));
        } catch (InterruptedException e) {
            end(Response.failure(id(), new RpcError(RpcError.INTERNAL_ERROR, "interrupted")));
        } catch (Exception | StackOverflowError e) {
            connection.report(e);
            end(Response.failure(id(), new RpcError(RpcError.INTERNAL_ERROR, "internal error: " + e)));
        } finally {
            connection.ended(this);
        }
    }

    private void end(Response response) {
        sending.lock();
        try {
            if (!over && !cancelled) {
                over = true;
                connection.forget(this);
                out.send(response);
            }
        } finally {
            sending.unlock();
        }
    }

    /** Cancels the request. The handler is interrupted only if it waits for the client: others may be using file channels. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
            if (waiting) {
                thread.interrupt();
            }
        }
        sending.lock();
        try {
            over = true;
            connection.forget(this);
        } finally {
            sending.unlock();
        }
    }

    /** Waits for the handler to end, at most the given time. */
    boolean join(Duration atMost) throws InterruptedException {
        return thread.getState() == Thread.State.NEW || thread.join(atMost);
    }

    /** Marks the request as waiting for the client until the result is closed. */
    Waiting waiting() throws RpcException, InterruptedException {
        connection.beginWaiting();
        synchronized (this) {
            waiting = true;
        }
        Waiting ends = () -> {
            synchronized (this) {
                waiting = false;
                if (Thread.interrupted() && !cancelled) {
                    Thread.currentThread().interrupt();
                }
            }
            connection.endWaiting();
        };
        if (cancelled) {
            ends.close();
            throw new InterruptedException("cancelled");
        }
        return ends;
    }

    /** The period in which a request waits for the client. */
    @FunctionalInterface
    interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    /** Sends a message related to the request, unless the request has ended. */
    void send(Message message) {
        sending.lock();
        try {
            if (!over && !cancelled) {
                out.send(message);
            }
        } finally {
            sending.unlock();
        }
    }

    void notify(String method, JsonObject params) {
        send(new Notification(method, params));
    }

    /** Stores an answer for the next attempt at this request. */
    void remember(String key, JsonObject answer) {
        remembered.put(key, answer);
    }

    Map<String, JsonObject> remembered() {
        return remembered;
    }

    @Override
    public ClientProfile client() {
        return era.client();
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {
        if (progressToken == null) {
            return;
        }
        JsonObject.Builder params =
                JsonObject.builder().putValue("progressToken", progressToken).put("progress", done);
        if (total != null) {
            params.put("total", (double) total);
        }
        if (message != null) {
            params.put("message", message);
        }
        sending.lock();
        try {
            if (done > lastProgress) {
                lastProgress = done;
                notify("notifications/progress", params.build());
            }
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void log(LogLevel level, String logger, String message) {
        if (connection.server().description().logging() && era.logs(level)) {
            notify(
                    "notifications/message",
                    JsonObject.builder()
                            .put("level", level.key())
                            .put("logger", logger)
                            .put("data", message)
                            .build());
        }
    }

    @Override
    public Map<String, JsonObject> ask(Map<String, InputRequest> questions) throws RpcException, InterruptedException {
        require(questions.values().stream().map(InputRequest::capability).toArray(Capability[]::new));
        return era.ask(this, questions);
    }

    @Override
    public void require(Capability... capabilities) throws RpcException {
        List<Capability> missing = Arrays.stream(capabilities)
                .filter(each -> !client().can(each))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw era.missingCapabilities(missing);
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void detach() {
        out.detach();
    }
}
