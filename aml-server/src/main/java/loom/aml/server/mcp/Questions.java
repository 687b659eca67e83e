package loom.aml.server.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.InputRequest;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcError;
import loom.aml.server.rpc.RpcException;

/** Pending requests from the server to the client. */
final class Questions {
    /** Long, because a user may have to answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Map<RequestId, CompletableFuture<Response>> open = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();

    /** Sends a question on the stream of a call and waits for the answer. */
    JsonObject ask(Call call, InputRequest question) throws RpcException, InterruptedException {
        RequestId id = new RequestId("server-" + asked.incrementAndGet());
        CompletableFuture<Response> answer = new CompletableFuture<>();
        open.put(id, answer);
        try (var _ = call.waiting()) {
            call.send(new Request(id, question.method(), question.params()));
            return result(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), question);
        } catch (TimeoutException e) {
            call.notify(
                    "notifications/cancelled",
                    JsonObject.builder()
                            .putValue("requestId", id.value())
                            .put("reason", "no answer for " + PATIENCE.toMinutes() + " minutes")
                            .build());
            throw new RpcException(RpcError.INTERNAL_ERROR, "the client did not answer " + question.method());
        } catch (ExecutionException e) {
            throw new IllegalStateException("only answers complete a question", e);
        } finally {
            open.remove(id);
        }
    }

    private static JsonObject result(Response response, InputRequest question) throws RpcException {
        JsonObject result = response.result();
        if (result != null) {
            return result;
        }
        RpcError error = response.error();
        throw new RpcException(
                RpcError.INTERNAL_ERROR,
                "the client refused " + question.method() + ": " + (error == null ? "" : error.message()));
    }

    /** Accepts a response from the client. Responses to unknown ids are ignored. */
    void answered(Response response) {
        RequestId id = response.id();
        CompletableFuture<Response> question = id == null ? null : open.get(id);
        if (question != null) {
            question.complete(response);
        }
    }
}
