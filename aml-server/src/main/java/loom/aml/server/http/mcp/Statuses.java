package loom.aml.server.http.mcp;

import loom.aml.server.mcp.ProtocolErrors;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcError;

/** HTTP statuses of responses. */
final class Statuses {
    private Statuses() {}

    /** Returns the status of a modern response. Responses in sessions always have status 200. */
    static int of(Response response) {
        RpcError error = response.error();
        if (error == null) {
            return 200;
        }
        return switch (error.code()) {
            case RpcError.METHOD_NOT_FOUND -> 404;
            case RpcError.PARSE_ERROR,
                    RpcError.INVALID_REQUEST,
                    RpcError.INVALID_PARAMS,
                    ProtocolErrors.HEADER_MISMATCH,
                    ProtocolErrors.MISSING_CAPABILITY,
                    ProtocolErrors.UNSUPPORTED_VERSION -> 400;
            default -> 500;
        };
    }
}
