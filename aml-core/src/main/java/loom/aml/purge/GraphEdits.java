package loom.aml.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.store.CollectionFile;

/** Finds the edits of a knowledge graph: the lines of purged entities and of their relations, and the matches in all others. */
final class GraphEdits {
    private static final String TYPE = "type";
    private static final Set<String> ENDS = Set.of("name", "from", "to");

    private final WantedText wanted;
    private final Scopes scopes;

    private final CollectionFile graph;
    private final List<Edit> edits = new ArrayList<>();
    private final Set<String> held = new TreeSet<>();

    private GraphEdits(WantedText wanted, Scopes scopes, CollectionFile graph) {
        this.wanted = wanted;
        this.scopes = scopes;
        this.graph = graph;
    }

    /**
     * Returns the edits of a graph.
     *
     * @throws JsonEdits.NotJsonException if a line is not JSON and holds what is purged
     */
    static JsonEdits.Found of(String text, CollectionFile graph, WantedText wanted, Scopes scopes)
            throws JsonEdits.NotJsonException {
        GraphEdits found = new GraphEdits(wanted, scopes, graph);
        found.lines(text);
        return new JsonEdits.Found(found.edits, found.held);
    }

    private void lines(String text) throws JsonEdits.NotJsonException {
        int from = 0;
        while (from < text.length()) {
            int lineBreak = text.indexOf('\n', from);
            int to = lineBreak < 0 ? text.length() : lineBreak + 1;
            line(text.substring(from, to), from);
            from = to;
        }
    }

    private void line(String line, int from) throws JsonEdits.NotJsonException {
        JsonEdits.Found found;
        LineScope scope = new LineScope();
        try {
            // As the only element of a list, the line can be removed as a whole.
            found = JsonEdits.of("[" + line + "]", scope);
        } catch (JsonEdits.NotJsonException e) {
            if (wanted.isMatched(line) || wanted.literals().stream().anyMatch(line::contains)) {
                throw e;
            }
            return;
        }
        if (scope.isRemoved) {
            edits.add(new Edit(from, from + line.length(), ""));
        } else {
            held.addAll(found.held());
            found.edits()
                    .forEach(edit -> edits.add(new Edit(from + edit.from() - 1, from + edit.to() - 1, edit.with())));
        }
    }

    /** One line. */
    private final class LineScope implements JsonScope {
        private final JsonScope items = scopes.other();
        private boolean isRemoved;

        @Override
        public List<Edit> in(String decoded) {
            return items.in(decoded);
        }

        @Override
        public Treatment treatment(String outer, String member, String decoded) {
            return outer.equals(TYPE) ? Treatment.FORMAT : items.treatment(outer, member, decoded);
        }

        @Override
        public boolean isText(String name) {
            return items.isText(name);
        }

        @Override
        public boolean isRemoved(String path) {
            return items.isRemoved(path);
        }

        @Override
        public boolean replacesNumber(String member, String number) {
            return items.replacesNumber(member, number);
        }

        @Override
        public boolean removesElement(int depth, String member, String decoded) {
            return depth == 2 && ENDS.contains(member) && wanted.isEntity(graph, decoded);
        }

        @Override
        public void removed(String element) {
            isRemoved = true;
            wanted.learn(element);
        }

        @Override
        public Optional<JsonScope> opened() {
            return Optional.empty();
        }
    }
}
