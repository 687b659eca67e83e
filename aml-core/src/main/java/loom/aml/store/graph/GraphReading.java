package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.SmallFile;
import loom.aml.store.EditedLines;

/** Reads the content of a memory file that aml does not maintain. */
public final class GraphReading {
    private GraphReading() {}

    /**
     * Returns the number of entities and relations in a file; empty if its content is not that of a memory file.
     *
     * @throws IOException if the file cannot be read
     */
    public static OptionalInt items(Disk disk, Path file) throws IOException {
        GraphDocument document = GraphDocument.of(SmallFile.read(disk, file, EditedLines.LARGEST_FILE));
        try {
            document.requireReadable();
        } catch (DamagedException e) {
            return OptionalInt.empty();
        }
        Graph graph = document.graph();
        return OptionalInt.of(graph.entities().size() + graph.relations().size());
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
