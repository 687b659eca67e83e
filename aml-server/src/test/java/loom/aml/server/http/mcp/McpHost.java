package loom.aml.server.http.mcp;

import java.io.IOException;
import java.util.List;
import loom.aml.server.http.Access;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.http.Mount;
import loom.aml.server.mcp.McpServer;

/** Starts a host that serves only MCP, as {@code aml mcp --http} does. */
final class McpHost {
    static final String PATH = "/mcp";

    private McpHost() {}

    static HttpHost start(McpServer server) throws IOException {
        return start(server, HostOptions.loopback(0), McpEndpoint.Limits.DEFAULT);
    }

    static HttpHost start(McpServer server, HostOptions options, McpEndpoint.Limits limits) throws IOException {
        Access access = options.credentials() == null ? Access.OPEN : Access.TOKEN;
        Mount mount = new Mount(PATH, access, new McpEndpoint(PATH, server, limits));
        return HttpHost.start(options, List.of(mount), e -> {
            throw new AssertionError(e);
        });
    }
}
