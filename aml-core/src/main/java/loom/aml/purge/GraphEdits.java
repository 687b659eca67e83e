package loom.aml.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the edits of a knowledge graph: the lines of purged entities and of their relations, and the matches in all others. */
final class GraphEdits {
    private static final Set<String> ENDS = Set.of("name", "from", "to");

    private final WantedText wanted;
    private final Scopes scopes;

    GraphEdits(WantedText wanted, Scopes scopes) {
        this.wanted = wanted;
        this.scopes = scopes;
    }

    List<Edit> of(String text) throws JsonEdits.NotJsonException {
        List<Edit> edits = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int lineBreak = text.indexOf('\n', from);
            int to = lineBreak < 0 ? text.length() : lineBreak + 1;
            line(text.substring(from, to), from, edits);
            from = to;
        }
        return edits;
    }

    private void line(String line, int from, List<Edit> edits) throws JsonEdits.NotJsonException {
        List<Edit> found;
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
            found.forEach(edit -> edits.add(new Edit(from + edit.from() - 1, from + edit.to() - 1, edit.with())));
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
        public boolean replacesNumber(String number) {
            return items.replacesNumber(number);
        }

        @Override
        public boolean removesElement(int depth, String member, String decoded) {
            return depth == 2 && ENDS.contains(member) && wanted.isEntity(decoded);
        }

        @Override
        public void removed(String element) {
            isRemoved = true;
            wanted.learn(element);
        }

        @Override
        public boolean keeps(String member) {
            return false;
        }

        @Override
        public Optional<JsonScope> opened() {
            return Optional.empty();
        }
    }
}
