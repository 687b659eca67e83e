package loom.aml.server.compat;

import java.nio.file.Path;
import loom.aml.app.graph.HostedGraph;
import loom.aml.server.stdio.StdioTransport;

/** Serves a memory file over standard streams. */
final class ServerMemoryHost {
    private ServerMemoryHost() {}

    /** Argument: the file. */
    public static void main(String[] arguments) throws Exception {
        try (HostedGraph graph = HostedGraph.open(Path.of(arguments[0]))) {
            StdioTransport.DEFAULT.serve(ServerMemory.create(graph, "1", System.err::println), System.in, System.out);
        }
    }
}
