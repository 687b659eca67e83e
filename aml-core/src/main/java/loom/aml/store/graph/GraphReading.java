package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.SmallFile;
import loom.aml.store.EditedLines;

/** Reads the content of a memory file that aml does not maintain. */
public final class GraphReading {
    /** The bytes at the beginning of a file that show what it is. */
    private static final int BEGINNING = 1 << 16;

    private GraphReading() {}

    /** Returns whether a file is empty or has an entity or a relation near its beginning. Reads no more than that. */
    public static boolean isGraph(Disk disk, Path file) throws IOException {
        byte[] beginning = new byte[BEGINNING];
        int length = 0;
        try (FileInput in = disk.open(file)) {
            int n = in.read(beginning, 0, BEGINNING);
            while (n > 0) {
                length += n;
                n = in.read(beginning, length, BEGINNING - length);
            }
        }
        return length == 0
                || GraphDocument.of(Arrays.copyOf(beginning, length)).lines().stream()
                        .anyMatch(
                                line -> line.kind() == GraphLine.Kind.ENTITY || line.kind() == GraphLine.Kind.RELATION);
    }

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
