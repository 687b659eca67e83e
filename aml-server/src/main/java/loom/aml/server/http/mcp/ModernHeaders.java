package loom.aml.server.http.mcp;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.Tool;
import loom.aml.server.mcp.ProtocolErrors;
import loom.aml.server.mcp.RequestMeta;
import loom.aml.server.mcp.Revision;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** Validates the headers of modern requests, which repeat parts of the body for intermediaries. */
final class ModernHeaders {
    static final String VERSION = "MCP-Protocol-Version";

    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");
    private static final String ENCODED = "=?base64?";
    private static final String END = "?=";

    private static final JsonObject NOTHING = JsonObject.builder().build();

    private final Headers headers;

    private ModernHeaders(Headers headers) {
        this.headers = headers;
    }

    /** Returns whether a message belongs to a modern or unknown revision. */
    static boolean areOf(Message message, Headers headers) {
        String version = headers.getFirst(VERSION);
        return message instanceof Request request && RequestMeta.isIn(request)
                || version != null
                        && !Revision.of(version)
                                .filter(known -> !known.isModern())
                                .isPresent();
    }

    /** @throws RpcException if headers and body differ, or required metadata is missing */
    static void check(Request request, Headers all, ServerDescription server) throws RpcException {
        ModernHeaders headers = new ModernHeaders(all);
        Optional<String> version = headers.single(VERSION);
        if (version.isEmpty()) {
            throw ProtocolErrors.headerMismatch(VERSION + " is missing");
        }
        RequestMeta meta = RequestMeta.of(request);
        headers.require(VERSION, meta.version(), version.get());
        meta.requireSupported();
        headers.require("Mcp-Method", request.method());
        String named = NAMED.get(request.method());
        if (named != null) {
            headers.requireDecoded("Mcp-Name", request.params().string(named));
        }
        if (request.method().equals("tools/call")) {
            headers.requireParameters(request.params(), server);
        }
    }

    private void requireParameters(JsonObject params, ServerDescription server) throws RpcException {
        Optional<Tool> tool = params.string("name").flatMap(server::tool);
        if (tool.isPresent()) {
            JsonObject arguments = params.object("arguments").orElse(NOTHING);
            requireParameters(tool.get().inputSchema(), arguments);
        }
    }

    /** Requires the headers of all annotated properties, including nested ones. */
    private void requireParameters(JsonObject schema, JsonObject values) throws RpcException {
        JsonObject properties = schema.object("properties").orElse(NOTHING);
        for (String property : properties.keys()) {
            JsonObject of = properties.object(property).orElse(NOTHING);
            Optional<String> header = of.string("x-mcp-header");
            if (header.isPresent()) {
                requireParameter("Mcp-Param-" + header.get(), values.value(property));
            } else if (of.has("properties")) {
                requireParameters(of, values.object(property).orElse(NOTHING));
            }
        }
    }

    private void requireParameter(String header, @Nullable Object value) throws RpcException {
        Optional<String> given = single(header);
        if (value instanceof Number number
                && given.filter(text -> equals(number, text)).isPresent()) {
            return;
        }
        requireDecoded(
                header,
                Optional.ofNullable(value)
                        .filter(each -> each instanceof String || each instanceof Number || each instanceof Boolean)
                        .map(Object::toString));
    }

    private static boolean equals(Number number, String text) {
        try {
            return number.doubleValue() == Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void require(String header, String expected) throws RpcException {
        Optional<String> given = single(header);
        if (given.isEmpty()) {
            throw ProtocolErrors.headerMismatch(header + " is missing");
        }
        require(header, expected, given.get());
    }

    private void require(String header, String expected, String given) throws RpcException {
        if (!given.equals(expected)) {
            throw ProtocolErrors.headerMismatch(header + " is '" + given + "', the body says '" + expected + "'");
        }
    }

    private void requireDecoded(String header, Optional<String> expected) throws RpcException {
        Optional<String> given = single(header);
        if (expected.isEmpty()) {
            if (given.isPresent()) {
                throw ProtocolErrors.headerMismatch(header + " is '" + given.get() + "', the body says nothing");
            }
        } else if (given.isEmpty()) {
            throw ProtocolErrors.headerMismatch(header + " is missing");
        } else {
            require(header, expected.get(), decoded(header, given.get()));
        }
    }

    private static String decoded(String header, String value) throws RpcException {
        if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7f)) {
            throw ProtocolErrors.headerMismatch(header + " has invalid characters");
        }
        if (!value.startsWith(ENCODED) || !value.endsWith(END) || value.length() < ENCODED.length() + END.length()) {
            return value;
        }
        String encoded = value.substring(ENCODED.length(), value.length() - END.length());
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            if (Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // Rejected below.
        }
        throw ProtocolErrors.headerMismatch(header + " is not valid base64");
    }

    private Optional<String> single(String header) throws RpcException {
        List<String> values = headers.getOrDefault(header, List.of());
        if (values.size() > 1) {
            throw ProtocolErrors.headerMismatch(header + " occurs " + values.size() + " times");
        }
        return values.stream().map(String::strip).findFirst();
    }
}
