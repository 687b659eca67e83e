package loom.aml.server.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.CacheHint;
import loom.aml.server.feature.Capability;
import loom.aml.server.feature.ClientProfile;
import loom.aml.server.feature.InputRequest;
import loom.aml.server.feature.LogLevel;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** Revisions from 2026-07-28 on: requests are self-contained and the server keeps no session. */
final class ModernEra implements Era {
    private final McpServer server;
    private final RequestMeta meta;
    /** The answers given so far, in this request and in the requests that it repeats. */
    private final Map<String, JsonObject> answers;

    private ModernEra(McpServer server, RequestMeta meta, Map<String, JsonObject> answers) {
        this.server = server;
        this.meta = meta;
        this.answers = answers;
    }

    static ModernEra of(Request request, McpServer server) throws RpcException {
        RequestMeta meta = RequestMeta.of(request);
        meta.requireSupported();
        return new ModernEra(server, meta, answers(request, server));
    }

    private static Map<String, JsonObject> answers(Request request, McpServer server) throws RpcException {
        JsonObject params = request.params();
        Map<String, JsonObject> answers = new LinkedHashMap<>();
        if (params.has("requestState")) {
            String state = params.string("requestState")
                    .orElseThrow(() -> RpcException.invalidParams("\"requestState\" must be a string"));
            answers.putAll(server.requestState().open(state, request));
        }
        if (params.has("inputResponses")) {
            JsonObject given = params.object("inputResponses")
                    .orElseThrow(() -> RpcException.invalidParams("\"inputResponses\" must be an object"));
            for (String key : given.keys()) {
                answers.put(
                        key,
                        given.object(key)
                                .orElseThrow(() -> RpcException.invalidParams(
                                        "\"inputResponses." + key + "\" must be an object")));
            }
        }
        return answers;
    }

    @Override
    public ClientProfile client() {
        return meta.client();
    }

    @Override
    public @Nullable Answer answerOwn(Call call) throws RpcException, InterruptedException {
        return switch (call.method()) {
            case "server/discover" -> discover();
            case "subscriptions/listen" -> listen(call);
            default -> null;
        };
    }

    private Answer discover() {
        JsonObject.Builder result = JsonObject.builder()
                .put("supportedVersions", Revision.names())
                .put("capabilities", ServerCapabilities.of(server.description()));
        if (!server.description().instructions().isEmpty()) {
            result.put("instructions", server.description().instructions());
        }
        return new Answer(result.build(), server.description().lists());
    }

    /** Sends the requested changes until the client cancels or the server closes. */
    private Answer listen(Call call) throws RpcException, InterruptedException {
        JsonObject filter = call.params()
                .object("notifications")
                .orElseThrow(() -> RpcException.invalidParams("\"notifications\" must be an object"));
        Subscription subscription = Subscription.of(filter, server.description());
        JsonObject id = subscriptionId(call.id());
        try (var _ = call.waiting();
                var _ = call.connection().subscribe(subscription)) {
            call.notify(
                    "notifications/subscriptions/acknowledged",
                    JsonObject.builder()
                            .put("_meta", id)
                            .put("notifications", subscription.toFilter())
                            .build());
            Optional<Change> change = subscription.next();
            while (change.isPresent()) {
                call.notify(change.get().method(), change.get().params(id));
                change = subscription.next();
            }
        }
        return Answer.of(JsonObject.builder().put("_meta", id).build());
    }

    private static JsonObject subscriptionId(RequestId id) {
        return JsonObject.builder()
                .putValue(RequestMeta.SUBSCRIPTION_ID, id.value())
                .build();
    }

    @Override
    public JsonObject complete(Answer answer) {
        JsonObject.Builder result = result("complete", answer.result());
        CacheHint cache = answer.cache();
        if (cache != null) {
            result.put("ttlMs", cache.ttl().toMillis()).put("cacheScope", cache.shared() ? "public" : "private");
        }
        return result.build();
    }

    private JsonObject.Builder result(String type, JsonObject fields) {
        JsonObject.Builder ofServer = JsonObject.builder();
        fields.object("_meta").ifPresent(ofServer::putAll);
        ofServer.put(RequestMeta.SERVER_INFO, server.description().info().toJson());
        return JsonObject.builder().put("resultType", type).putAll(fields).put("_meta", ofServer.build());
    }

    @Override
    public boolean logs(LogLevel level) {
        LogLevel wanted = meta.logLevel();
        return wanted != null && level.compareTo(wanted) >= 0;
    }

    @Override
    public RpcException resourceNotFound(String uri) {
        return RpcException.invalidParams(
                "resource not found: " + uri,
                JsonObject.builder().put("uri", uri).build());
    }

    @Override
    public RpcException missingCapabilities(List<Capability> missing) {
        return ProtocolErrors.missingCapabilities(missing);
    }

    @Override
    public Map<String, JsonObject> ask(Call call, Map<String, InputRequest> questions) throws RpcException {
        Map<String, JsonObject> given = new LinkedHashMap<>();
        JsonObject.Builder open = JsonObject.builder();
        for (Map.Entry<String, InputRequest> question : questions.entrySet()) {
            JsonObject answer = answers.get(question.getKey());
            if (answer == null) {
                open.put(question.getKey(), question.getValue().toJson());
            } else {
                Answers.requireSense(question.getKey(), question.getValue(), answer);
                given.put(question.getKey(), answer);
                call.remember(question.getKey(), answer);
            }
        }
        if (given.size() == questions.size()) {
            return given;
        }
        throw new InputRequired(result(
                        "input_required",
                        JsonObject.builder()
                                .put("inputRequests", open.build())
                                .put("requestState", server.requestState().seal(call.remembered(), call.request()))
                                .build())
                .build());
    }
}
