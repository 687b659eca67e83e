package loom.aml.server.http.mcp;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.mcp.McpServer;

/** Serves MCP for several stores, each at a path that ends with its id. */
public final class McpByStore implements Endpoint {
    private final String path;
    private final Servers servers;
    private final Map<String, McpEndpoint> endpoints = new ConcurrentHashMap<>();
    private final ReentrantLock creation = new ReentrantLock();

    /** Creates the server of a store. */
    public interface Servers {
        /** Creates the server of the store with an id, once for each; empty if no store has it. */
        Optional<McpServer> of(String id) throws IOException;
    }

    /** @param path the path before the ids */
    public McpByStore(String path, Servers servers) {
        this.path = path;
        this.servers = servers;
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure, InterruptedException {
        List<String> segments = call.segmentsBelow(path);
        if (segments.size() != 1) {
            throw new HttpFailure(404, "not found; the endpoint of a store is " + path + "/ID");
        }
        endpoint(segments.getFirst()).handle(call);
    }

    private McpEndpoint endpoint(String id) throws IOException, HttpFailure {
        McpEndpoint known = endpoints.get(id);
        return known == null ? created(id) : known;
    }

    /** One thread creates the server of a store, which is watched for changes as long as the host runs. */
    private McpEndpoint created(String id) throws IOException, HttpFailure {
        creation.lock();
        try {
            McpEndpoint known = endpoints.get(id);
            if (known == null) {
                McpServer server = servers.of(id).orElseThrow(() -> new HttpFailure(404, "no store has this id"));
                known = new McpEndpoint(path + "/" + id, server, McpEndpoint.Limits.DEFAULT);
                endpoints.put(id, known);
            }
            return known;
        } finally {
            creation.unlock();
        }
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return McpEndpoint.explained(failure);
    }

    @Override
    public void close() {
        endpoints.values().forEach(McpEndpoint::close);
    }
}
