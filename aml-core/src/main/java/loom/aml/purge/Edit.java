package loom.aml.purge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The replacement of a piece of a text.
 *
 * @param from the offset of its first character
 * @param to the offset after its last character
 * @param with the text that replaces it, which needs no escapes in JSON
 */
record Edit(int from, int to, String with) {

    /** Applies edits to a text. Of edits that overlap, the longer one counts. */
    static String apply(String text, List<Edit> edits) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (Edit edit : disjoint(edits)) {
            out.append(text, at, edit.from).append(edit.with);
            at = edit.to;
        }
        return out.append(text, at, text.length()).toString();
    }

    private static List<Edit> disjoint(List<Edit> edits) {
        List<Edit> sorted = new ArrayList<>(edits);
        sorted.sort(Comparator.comparingInt(Edit::from)
                .thenComparing(Comparator.comparingInt(Edit::to).reversed()));
        List<Edit> disjoint = new ArrayList<>();
        for (Edit edit : sorted) {
            Edit last = disjoint.isEmpty() ? null : disjoint.getLast();
            if (last == null || edit.from >= last.to) {
                disjoint.add(edit);
            } else if (edit.to > last.to) {
                disjoint.set(disjoint.size() - 1, new Edit(last.from, edit.to, last.with));
            }
        }
        return disjoint;
    }
}
