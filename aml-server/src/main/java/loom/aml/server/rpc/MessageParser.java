package loom.aml.server.rpc;

import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** Parses messages from untrusted bytes. */
public final class MessageParser {
    private static final JsonObject NO_PARAMS = JsonObject.builder().build();

    private MessageParser() {}

    /**
     * Parses one message. Rejects invalid UTF-8, nesting deeper than {@link JsonObject#MAX_DEPTH} and duplicate keys. Transports
     * limit the length.
     *
     * @throws InvalidMessageException with the error response for the sender
     */
    public static Message parse(byte[] utf8) throws InvalidMessageException {
        JsonObject json = object(utf8);
        Optional<RequestId> id = RequestId.of(json.value("id"));
        RequestId known = id.orElse(null);
        if (!json.string("jsonrpc").filter(Message.VERSION::equals).isPresent()) {
            throw invalid(known, "\"jsonrpc\" must be \"2.0\"");
        }
        if (json.has("id") && id.isEmpty() && !(json.value("id") == null && json.has("error"))) {
            throw invalid(null, "\"id\" must be a string or an integer");
        }
        Optional<String> method = json.string("method");
        if (method.isPresent()) {
            JsonObject params = params(json, known);
            return known == null ? new Notification(method.get(), params) : new Request(known, method.get(), params);
        }
        if (json.has("method")) {
            throw invalid(known, "\"method\" must be a string");
        }
        return response(json, known);
    }

    private static JsonObject object(byte[] utf8) throws InvalidMessageException {
        try {
            return JsonObject.parseUntrusted(utf8);
        } catch (JsonSyntaxException e) {
            if (isList(utf8)) {
                throw invalid(null, "batches are not supported: send each message by itself");
            }
            throw new InvalidMessageException(
                    null, new RpcError(RpcError.PARSE_ERROR, "not a JSON object: " + e.getMessage()));
        }
    }

    private static boolean isList(byte[] utf8) {
        for (byte b : utf8) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '[';
            }
        }
        return false;
    }

    private static JsonObject params(JsonObject json, @Nullable RequestId id) throws InvalidMessageException {
        if (!json.has("params")) {
            return NO_PARAMS;
        }
        Optional<JsonObject> params = json.object("params");
        if (params.isEmpty()) {
            throw new InvalidMessageException(
                    id, new RpcError(RpcError.INVALID_PARAMS, "\"params\" must be an object"));
        }
        return params.get();
    }

    private static Response response(JsonObject json, @Nullable RequestId id) throws InvalidMessageException {
        Optional<JsonObject> result = json.object("result");
        Optional<JsonObject> error = json.object("error");
        if (result.isPresent() && error.isEmpty() && id != null) {
            return Response.success(id, result.get());
        }
        if (error.isPresent() && result.isEmpty()) {
            String message = error.get().string("message").orElse("");
            JsonObject data = error.get().object("data").orElse(null);
            return Response.failure(id, new RpcError((int) error.get().number("code"), message, data));
        }
        throw invalid(id, "neither a request nor a notification nor a response");
    }

    private static InvalidMessageException invalid(@Nullable RequestId id, String message) {
        return new InvalidMessageException(id, new RpcError(RpcError.INVALID_REQUEST, message));
    }
}
