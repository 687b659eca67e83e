package loom.aml.store.graph;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedSet;
import loom.aml.io.DamagedException;
import loom.aml.item.JsonSyntax;
import loom.aml.item.text.JsonLayout;
import loom.aml.store.Finding;

/**
 * The content of a memory file, line by line. The lines joined by line breaks are the bytes of the file, so a line break
 * at the end shows as an empty last line. Immutable.
 */
final class GraphDocument {
    private static final int MOST_FIELDS = 10;

    /** An empty or missing file. */
    static final GraphDocument EMPTY = new GraphDocument(List.of());

    private final List<GraphLine> lines;
    private final Graph graph;
    private final List<Problem> problems;
    private final SequencedSet<String> unknownFields = new LinkedHashSet<>();
    private final boolean isReadable;

    /** A line with a problem. */
    private record Problem(int number, long offset, GraphLine line, DamagedException problem) {}

    /** @param all the lines; an empty one alone is an empty file */
    GraphDocument(List<GraphLine> all) {
        boolean isEmpty = all.size() == 1 && all.getFirst().bytes().length == 0;
        this.lines = isEmpty ? List.of() : List.copyOf(all);
        List<Entity> entities = new ArrayList<>();
        List<Relation> relations = new ArrayList<>();
        List<Problem> found = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < lines.size(); i++) {
            GraphLine line = lines.get(i);
            Entity entity = line.entity();
            Relation relation = line.relation();
            DamagedException problem = line.problem();
            if (entity != null) {
                entities.add(entity);
            }
            if (relation != null) {
                relations.add(relation);
            }
            unknownFields.addAll(line.unknownFields());
            if (problem != null) {
                found.add(new Problem(i + 1, offset, line, problem));
            }
            offset += line.bytes().length + 1;
        }
        this.problems = List.copyOf(found);
        this.graph = new Graph(entities, relations);
        this.isReadable = findReadable();
    }

    static GraphDocument of(byte[] content) {
        if (content.length == 0) {
            return EMPTY;
        }
        List<GraphLine> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '\n') {
                lines.add(GraphLine.of(Arrays.copyOfRange(content, from, i)));
                from = i + 1;
            }
        }
        return new GraphDocument(lines);
    }

    List<GraphLine> lines() {
        return lines;
    }

    /** Returns the valid entities and relations. */
    Graph graph() {
        return graph;
    }

    /** Returns the content of the file. */
    static byte[] bytes(List<GraphLine> lines) {
        int length = Math.max(0, lines.size() - 1);
        for (GraphLine line : lines) {
            length = Math.addExact(length, line.bytes().length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.write('\n');
            }
            out.writeBytes(lines.get(i).bytes());
        }
        return out.toByteArray();
    }

    /**
     * Requires that the content can be that of a memory file.
     *
     * @throws DamagedException if it has lines and none is a JSON object, or if it is one JSON value on several lines
     */
    void requireReadable() throws DamagedException {
        if (!isReadable) {
            Problem first = problems.getFirst();
            throw new DamagedException(first.offset + first.problem.offset(), first.problem.what());
        }
    }

    private boolean findReadable() {
        return problems.isEmpty() || lines.stream().anyMatch(GraphLine::isObject) && !isOneValue();
    }

    /** Returns whether the content is a document in another format, some lines of which look like entities. */
    private boolean isOneValue() {
        if (problems.stream().noneMatch(problem -> problem.line.kind() == GraphLine.Kind.DAMAGED)) {
            return false;
        }
        try {
            byte[] content = JsonLayout.stripped(bytes(lines));
            return content.length > 0 && (JsonSyntax.isObject(content) || content[0] == '[');
        } catch (DamagedException e) {
            return false;
        }
    }

    /** Returns whether the last line is cut off, as while another program is writing it. */
    boolean isCutOff() {
        return !lines.isEmpty() && lines.getLast().kind() == GraphLine.Kind.DAMAGED;
    }

    /** Returns whether the last line of both documents is the same. */
    boolean endsLike(GraphDocument other) {
        return !lines.isEmpty() && !other.lines.isEmpty() && lines.getLast().hasSameBytes(other.lines.getLast());
    }

    /**
     * Returns the lines with a problem, and the unknown fields.
     *
     * @param file the name of the file
     */
    List<Finding> findings(String file) {
        List<Finding> findings = new ArrayList<>();
        for (Problem problem : problems) {
            findings.add(finding(problem, file + ':' + problem.number));
        }
        if (!unknownFields.isEmpty()) {
            String names =
                    String.join(", ", unknownFields.stream().limit(MOST_FIELDS).toList());
            findings.add(Finding.of(
                    Finding.Kind.STRANGER,
                    file,
                    "has fields that server-memory does not know: " + names
                            + (unknownFields.size() > MOST_FIELDS ? ", ..." : ""),
                    "kept unchanged"));
        }
        return findings;
    }

    private static Finding finding(Problem problem, String where) {
        GraphLine line = problem.line;
        if (line.kind() == GraphLine.Kind.OTHER) {
            return Finding.of(Finding.Kind.STRANGER, where, problem.problem.what(), "kept unchanged");
        }
        return new Finding(
                Finding.Kind.DAMAGED,
                where,
                OptionalLong.of(problem.offset + problem.problem.offset()),
                problem.problem.what(),
                line.entity() != null || line.relation() != null
                        ? "kept unchanged and shown with U+FFFD for the invalid bytes"
                        : "kept unchanged and not shown; correct the line, or remove it");
    }
}
