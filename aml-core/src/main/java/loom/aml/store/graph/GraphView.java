package loom.aml.store.graph;

import java.util.List;
import loom.aml.store.Finding;

/**
 * A memory file as it was read.
 *
 * @param findings the lines that are missing in the graph, because they cannot be read or are of another type, those with
 *     invalid UTF-8, and unknown fields; all of them are kept as they are
 */
public record GraphView(Graph graph, List<Finding> findings) {
    public GraphView {
        findings = List.copyOf(findings);
    }
}
