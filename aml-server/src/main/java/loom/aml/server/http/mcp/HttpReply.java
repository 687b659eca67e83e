package loom.aml.server.http.mcp;

import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcException;

/** Thrown to answer a call with an error of the protocol. */
final class HttpReply extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Response body;

    HttpReply(int status, Response body) {
        super(body.toString(), null, false, false);
        this.status = status;
        this.body = body;
    }

    /** Creates the reply for a protocol error. */
    static HttpReply of(Request request, RpcException reason) {
        Response response = Response.failure(request.id(), reason.error());
        return new HttpReply(Statuses.of(response), response);
    }

    int status() {
        return status;
    }

    Response body() {
        return body;
    }
}
