package loom.aml.server.compat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import loom.aml.app.graph.HostedGraph;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.CacheHint;
import loom.aml.server.feature.Resource;
import loom.aml.server.feature.ResourceContents;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.ServerInfo;
import loom.aml.server.feature.ToolResult;
import loom.aml.server.mcp.McpServer;
import loom.aml.store.Finding;
import loom.aml.store.graph.Changed;
import loom.aml.store.graph.Graph;
import loom.aml.store.graph.GraphChange;
import loom.aml.store.graph.GraphView;
import loom.aml.store.graph.RefusedException;

/**
 * The tools and the resource of the reference memory server, {@code @modelcontextprotocol/server-memory}, over the same
 * file. Arguments, results and errors are the same. A result carries in addition, as metadata, the run that made the change
 * and the lines of the file that cannot be read:
 *
 * <pre>
 * "_meta":{"loom.aml/run":"20261201T093000.120Z-3f9a",
 *          "loom.aml/findings":{"count":1,"first":[{"kind":"damaged","where":"memory.jsonl:7",...}]}}
 * </pre>
 */
public final class ServerMemory {
    private static final String GRAPH_URI = "memory://knowledge-graph";
    private static final String RUN = "loom.aml/run";
    private static final String FINDINGS = "loom.aml/findings";
    private static final int MOST_FINDINGS = 10;

    private final HostedGraph graph;
    private final Runnable changed;
    private final Consumer<String> notices;
    private final AtomicInteger unreadable = new AtomicInteger();

    private ServerMemory(HostedGraph graph, Runnable changed, Consumer<String> notices) {
        this.graph = graph;
        this.changed = changed;
        this.notices = notices;
    }

    /**
     * Creates a server for a memory file.
     *
     * @param version the version of aml
     * @param notices receives what a person should know, such as lines that cannot be read, and failures
     */
    public static McpServer create(HostedGraph graph, String version, Consumer<String> notices) {
        AtomicReference<McpServer> self = new AtomicReference<>();
        ServerDescription description =
                describe(graph, version, () -> self.get().resourceUpdated(GRAPH_URI), notices);
        McpServer server = new McpServer(description, failure -> notices.accept(failure.toString()));
        self.set(server);
        return server;
    }

    /**
     * Describes a server for a memory file.
     *
     * @param changed called after each change, to notify the subscribers of the graph
     */
    public static ServerDescription describe(
            HostedGraph graph, String version, Runnable changed, Consumer<String> notices) {
        ServerDescription.Builder server = ServerDescription.of(new ServerInfo("memory-server", "aml", version));
        ServerMemory memory = new ServerMemory(graph, changed, notices);
        memory.tools().forEach(tool -> server.tool(tool.toTool()));
        server.resources(() -> List.of(memory.resource()));
        return server.build();
    }

    private List<GraphTool> tools() {
        Shape.ObjectOf success = Shape.object("success", Shape.flag(), "message", Shape.text());
        return List.of(
                new GraphTool(
                        "create_entities",
                        "Create Entities",
                        "Create multiple new entities in the knowledge graph",
                        GraphTool.Effect.ADDS,
                        Shape.object("entities", Shape.list(GraphJson.ENTITY)),
                        Shape.object("entities", Shape.list(GraphJson.ENTITY)),
                        arguments -> changed(
                                new GraphChange.CreateEntities(GraphJson.entities(arguments)),
                                created -> listed(
                                        "entities",
                                        created.stream().map(GraphJson::of).toList()))),
                new GraphTool(
                        "create_relations",
                        "Create Relations",
                        "Create multiple new relations between entities in the knowledge graph."
                                + " Relations should be in active voice",
                        GraphTool.Effect.ADDS,
                        Shape.object("relations", Shape.list(GraphJson.RELATION)),
                        Shape.object("relations", Shape.list(GraphJson.RELATION)),
                        arguments -> changed(
                                new GraphChange.CreateRelations(GraphJson.relations(arguments)),
                                created -> listed(
                                        "relations",
                                        created.stream().map(GraphJson::of).toList()))),
                new GraphTool(
                        "add_observations",
                        "Add Observations",
                        "Add new observations to existing entities in the knowledge graph",
                        GraphTool.Effect.ADDS,
                        Shape.object(
                                "observations",
                                Shape.list(Shape.object(
                                        "entityName",
                                        Shape.text("The name of the entity to add the observations to"),
                                        "contents",
                                        Shape.list(Shape.text(), "An array of observation contents to add")))),
                        Shape.object(
                                "results",
                                Shape.list(Shape.object(
                                        "entityName", Shape.text(), "addedObservations", Shape.list(Shape.text())))),
                        arguments -> changed(
                                new GraphChange.AddObservations(
                                        GraphJson.observations(arguments, "observations", "contents")),
                                added -> listed(
                                        "results",
                                        added.stream().map(GraphJson::of).toList()))),
                new GraphTool(
                        "delete_entities",
                        "Delete Entities",
                        "Delete multiple entities and their associated relations from the knowledge graph",
                        GraphTool.Effect.DELETES,
                        Shape.object("entityNames", Shape.list(Shape.text(), "An array of entity names to delete")),
                        success,
                        arguments -> changed(
                                new GraphChange.DeleteEntities(arguments.strings("entityNames")),
                                _ -> done("Entities deleted successfully"))),
                new GraphTool(
                        "delete_observations",
                        "Delete Observations",
                        "Delete specific observations from entities in the knowledge graph",
                        GraphTool.Effect.DELETES,
                        Shape.object(
                                "deletions",
                                Shape.list(Shape.object(
                                        "entityName",
                                        Shape.text("The name of the entity containing the observations"),
                                        "observations",
                                        Shape.list(Shape.text(), "An array of observations to delete")))),
                        success,
                        arguments -> changed(
                                new GraphChange.DeleteObservations(
                                        GraphJson.observations(arguments, "deletions", "observations")),
                                _ -> done("Observations deleted successfully"))),
                new GraphTool(
                        "delete_relations",
                        "Delete Relations",
                        "Delete multiple relations from the knowledge graph",
                        GraphTool.Effect.DELETES,
                        Shape.object("relations", Shape.list(GraphJson.RELATION, "An array of relations to delete")),
                        success,
                        arguments -> changed(
                                new GraphChange.DeleteRelations(GraphJson.relations(arguments)),
                                _ -> done("Relations deleted successfully"))),
                new GraphTool(
                        "read_graph",
                        "Read Graph",
                        "Read the entire knowledge graph",
                        GraphTool.Effect.READS,
                        Shape.object(),
                        GraphJson.GRAPH,
                        _ -> read(whole -> whole)),
                new GraphTool(
                        "search_nodes",
                        "Search Nodes",
                        "Search for nodes in the knowledge graph based on a query",
                        GraphTool.Effect.READS,
                        Shape.object(
                                "query",
                                Shape.text("The search query to match against entity names, types, and observation"
                                        + " content")),
                        GraphJson.GRAPH,
                        arguments -> read(whole -> whole.search(GraphJson.text(arguments, "query")))),
                new GraphTool(
                        "open_nodes",
                        "Open Nodes",
                        "Open specific nodes in the knowledge graph by their names",
                        GraphTool.Effect.READS,
                        Shape.object("names", Shape.list(Shape.text(), "An array of entity names to retrieve")),
                        GraphJson.GRAPH,
                        arguments -> read(whole -> whole.named(arguments.strings("names")))));
    }

    private Resource resource() {
        return new Resource(
                GRAPH_URI,
                "knowledge-graph",
                "Knowledge Graph",
                "The full knowledge graph with all entities and relations",
                "application/json",
                CacheHint.NONE,
                _ -> List.of(ResourceContents.text(
                        GRAPH_URI,
                        "application/json",
                        ScriptText.of(GraphJson.of(graph.read().graph())))));
    }

    private static ToolResult listed(String key, List<JsonObject> values) {
        return GraphTool.result(values, JsonObject.builder().put(key, values).build());
    }

    private static ToolResult done(String message) {
        return ToolResult.structured(
                message,
                JsonObject.builder()
                        .put("success", true)
                        .put("message", message)
                        .build());
    }

    private <R> ToolResult changed(GraphChange<R> change, Function<R, ToolResult> answer)
            throws IOException, RefusedException {
        Changed<R> made = graph.change(change);
        changed.run();
        JsonObject.Builder meta = JsonObject.builder();
        made.run().ifPresent(run -> meta.put(RUN, run));
        return withMeta(answer.apply(made.result()), meta, made.findings());
    }

    private ToolResult read(Function<Graph, Graph> part) throws IOException {
        GraphView view = graph.read();
        JsonObject document = GraphJson.of(part.apply(view.graph()));
        return withMeta(GraphTool.result(document, document), JsonObject.builder(), view.findings());
    }

    private ToolResult withMeta(ToolResult result, JsonObject.Builder meta, List<Finding> findings) {
        report(findings);
        if (!findings.isEmpty()) {
            meta.put(
                    FINDINGS,
                    JsonObject.builder()
                            .put("count", findings.size())
                            .put(
                                    "first",
                                    findings.stream()
                                            .limit(MOST_FINDINGS)
                                            .map(Finding::toJson)
                                            .toList())
                            .build());
        }
        JsonObject whole = meta.build();
        return whole.keys().isEmpty() ? result : result.withMeta(whole);
    }

    /** Tells a person when there are more unreadable lines than before. Their places change with the lines around them. */
    private void report(List<Finding> findings) {
        List<Finding> problems = findings.stream().filter(Finding::isProblem).toList();
        if (problems.size() > unreadable.getAndSet(problems.size())) {
            Finding last = problems.getLast();
            notices.accept(graph.location() + " has " + problems.size()
                    + (problems.size() == 1 ? " line" : " lines") + " with problems, the last one at "
                    + last.where() + ": " + last.what() + "; " + last.advice());
        }
    }
}
