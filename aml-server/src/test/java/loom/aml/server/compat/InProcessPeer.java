package loom.aml.server.compat;

import java.nio.file.Path;
import java.util.Random;
import loom.aml.app.graph.HostedGraph;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.InMemory;
import loom.aml.server.fixture.TestClient;
import loom.aml.server.mcp.Revision;
import loom.aml.server.rpc.Response;
import loom.aml.store.StoreOptions;

/** aml's server in this process. */
final class InProcessPeer implements MemoryPeer {
    private final HostedGraph graph;
    private final TestClient client;

    InProcessPeer(Path file) throws Exception {
        this.graph = HostedGraph.open(new LocalDisk(), file, StoreOptions.DEFAULT, new Random(1));
        this.client = new InMemory(ServerMemory.create(graph, "1", _ -> {}), Revision.V2025_11_25)
                .client()
                .begin();
    }

    HostedGraph graph() {
        return graph;
    }

    TestClient client() {
        return client;
    }

    @Override
    public JsonObject call(String method, JsonObject params) throws Exception {
        Response response = client.call(method, params);
        return response.toJson();
    }

    @Override
    public void close() {
        graph.close();
    }
}
