package loom.aml.store.graph;

import java.io.IOException;
import loom.aml.io.DamagedException;
import loom.aml.io.FileName;
import loom.aml.io.SmallFile;
import loom.aml.store.StorePaths;

/** Reads the content of a memory file that aml does not maintain. */
public final class GraphReading {
    private static final long LARGEST = 512 << 20;

    private GraphReading() {}

    /** Returns the number of entities and relations in a file of a store; 0 if it cannot be read. */
    public static int items(StorePaths place, String path) {
        try {
            Graph graph = GraphDocument.of(SmallFile.read(place.disk(), FileName.resolve(place.root(), path), LARGEST))
                    .graph();
            return graph.entities().size() + graph.relations().size();
        } catch (IOException e) {
            return 0;
        }
    }

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
