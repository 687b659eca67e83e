package loom.aml.store.graph;

import loom.aml.io.DamagedException;

/** Reads the content of a memory file that aml does not maintain. */
public final class GraphReading {
    private GraphReading() {}

    /**
     * Returns the graph in a content.
     *
     * @param name the name of the file, for findings
     * @throws DamagedException if it cannot be the content of a memory file
     */
    public static GraphView of(byte[] content, String name) throws DamagedException {
        GraphDocument document = GraphDocument.of(content);
        document.requireReadable();
        return new GraphView(document.graph(), document.findings(name));
    }
}
