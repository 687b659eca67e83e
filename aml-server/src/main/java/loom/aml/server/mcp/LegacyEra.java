package loom.aml.server.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Capability;
import loom.aml.server.feature.ClientProfile;
import loom.aml.server.feature.InputRequest;
import loom.aml.server.feature.LogLevel;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RpcError;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** Revisions up to 2025-11-25: a handshake opens a session, which keeps the state of the client. */
final class LegacyEra implements Era {
    private static final JsonObject NOTHING = JsonObject.builder().build();

    private final McpServer server;
    private final Revision revision;
    private final ClientProfile client;
    private final Questions questions;
    private final Subscription subscription;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile LogLevel level = LogLevel.INFO;

    private LegacyEra(McpServer server, Revision revision, ClientProfile client, Questions questions) {
        this.server = server;
        this.revision = revision;
        this.client = client;
        this.questions = questions;
        this.subscription = Subscription.toLists(server.description());
    }

    /** Opens a session in the requested revision, or in the newest legacy revision if that is unsupported. */
    static LegacyEra begin(Request initialize, McpServer server, Questions questions) throws RpcException {
        JsonObject params = initialize.params();
        String wanted = params.string("protocolVersion")
                .orElseThrow(() -> RpcException.invalidParams("\"protocolVersion\" must be a string"));
        Revision revision =
                Revision.of(wanted).filter(known -> !known.isModern()).orElse(Revision.NEWEST_LEGACY);
        ClientProfile client = ClientProfile.of(
                params.object("clientInfo").orElse(NOTHING),
                params.object("capabilities").orElse(NOTHING));
        return new LegacyEra(server, revision, client, questions);
    }

    /** A session for pings before the handshake. */
    static LegacyEra beforeHandshake(McpServer server, Questions questions) {
        return new LegacyEra(server, Revision.NEWEST_LEGACY, ClientProfile.of(NOTHING, NOTHING), questions);
    }

    Revision revision() {
        return revision;
    }

    /** Starts to notify the client of changes. */
    void initialized(Connection connection, Outbox general) {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("changes").start(() -> tellChanges(connection, general));
        }
    }

    private void tellChanges(Connection connection, Outbox general) {
        try (var _ = connection.subscribe(subscription)) {
            Optional<Change> change = subscription.next();
            while (change.isPresent()) {
                general.send(
                        new Notification(change.get().method(), change.get().params(null)));
                change = subscription.next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ClientProfile client() {
        return client;
    }

    @Override
    public @Nullable Answer answerOwn(Call call) throws RpcException {
        ServerDescription description = server.description();
        return switch (call.method()) {
            case "initialize" -> initialize();
            case "ping" -> Answer.EMPTY;
            case "logging/setLevel" -> description.logging() ? setLevel(call.params()) : null;
            case "resources/subscribe" -> description.hasResources() ? subscribe(call.params()) : null;
            case "resources/unsubscribe" -> description.hasResources() ? unsubscribe(call.params()) : null;
            default -> null;
        };
    }

    private Answer initialize() {
        JsonObject.Builder result = JsonObject.builder()
                .put("protocolVersion", revision.toString())
                .put("capabilities", ServerCapabilities.of(server.description()))
                .put("serverInfo", server.description().info().toJson());
        if (!server.description().instructions().isEmpty()) {
            result.put("instructions", server.description().instructions());
        }
        return Answer.of(result.build());
    }

    private Answer setLevel(JsonObject params) throws RpcException {
        level = params.string("level")
                .flatMap(LogLevel::of)
                .orElseThrow(() -> RpcException.invalidParams("\"level\" is not a log level"));
        return Answer.EMPTY;
    }

    private Answer subscribe(JsonObject params) throws RpcException {
        subscription.add(Params.text(params, "uri"));
        return Answer.EMPTY;
    }

    private Answer unsubscribe(JsonObject params) throws RpcException {
        subscription.remove(Params.text(params, "uri"));
        return Answer.EMPTY;
    }

    @Override
    public JsonObject complete(Answer answer) {
        return answer.result();
    }

    @Override
    public boolean logs(LogLevel severity) {
        return severity.compareTo(level) >= 0;
    }

    @Override
    public RpcException resourceNotFound(String uri) {
        return new RpcException(new RpcError(
                ProtocolErrors.LEGACY_RESOURCE_NOT_FOUND,
                "resource not found: " + uri,
                JsonObject.builder().put("uri", uri).build()));
    }

    @Override
    public RpcException missingCapabilities(List<Capability> missing) {
        return new RpcException(RpcError.INVALID_REQUEST, ProtocolErrors.missing(missing));
    }

    @Override
    public Map<String, JsonObject> ask(Call call, Map<String, InputRequest> asked)
            throws RpcException, InterruptedException {
        Map<String, JsonObject> answers = new LinkedHashMap<>();
        for (Map.Entry<String, InputRequest> question : asked.entrySet()) {
            JsonObject answer = questions.ask(call, question.getValue());
            Answers.requireSense(question.getKey(), question.getValue(), answer);
            answers.put(question.getKey(), answer);
        }
        return answers;
    }
}
