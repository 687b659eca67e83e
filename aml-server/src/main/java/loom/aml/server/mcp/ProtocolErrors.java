package loom.aml.server.mcp;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Capability;
import loom.aml.server.rpc.RpcError;
import loom.aml.server.rpc.RpcException;

/** Error codes that MCP defines in addition to those of JSON-RPC. */
public final class ProtocolErrors {
    public static final int HEADER_MISMATCH = -32020;
    public static final int MISSING_CAPABILITY = -32021;
    public static final int UNSUPPORTED_VERSION = -32022;
    /** Up to 2025-11-25; later revisions use {@link RpcError#INVALID_PARAMS}. */
    static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    private ProtocolErrors() {}

    public static RpcException headerMismatch(String message) {
        return new RpcException(HEADER_MISMATCH, "header mismatch: " + message);
    }

    static RpcException missingCapabilities(List<Capability> missing) {
        JsonObject.Builder required = JsonObject.builder();
        missing.forEach(each -> required.put(each.key(), JsonObject.builder().build()));
        return new RpcException(new RpcError(
                MISSING_CAPABILITY,
                missing(missing),
                JsonObject.builder()
                        .put("requiredCapabilities", required.build())
                        .build()));
    }

    static String missing(List<Capability> capabilities) {
        return "the client has not declared a required capability: "
                + String.join(", ", capabilities.stream().map(Capability::key).toList());
    }

    static RpcException unsupportedVersion(String requested) {
        String reason = Revision.of(requested).isPresent()
                ? "revision " + requested + " requires the initialize handshake"
                : "unsupported protocol version: " + requested;
        return new RpcException(new RpcError(
                UNSUPPORTED_VERSION,
                reason,
                JsonObject.builder()
                        .put("supported", Revision.names())
                        .put("requested", requested)
                        .build()));
    }
}
