package loom.aml.index;

import java.util.ArrayList;
import java.util.List;
import loom.aml.index.text.WordSplitter;
import org.jspecify.annotations.Nullable;

/**
 * A word or phrase of a query as index terms.
 *
 * @param parts the words that must follow each other
 * @param whole the first compound word among them as one term; null if absent
 */
record QueryTerm(List<String> parts, @Nullable String whole) {

    static QueryTerm of(String text) {
        Reader reader = new Reader();
        new WordSplitter(reader).split(text);
        return reader.read();
    }

    /** A whole precedes its parts, at the position of the first; alternative forms of a part follow it. */
    private static final class Reader implements WordSplitter.Sink {
        private final List<String> parts = new ArrayList<>();
        private @Nullable String whole;
        private @Nullable String before;

        @Override
        public void word(char[] text, int from, int to, boolean advances) {
            String word = new String(text, from, to - from);
            if (before == null || advances) {
                keep();
                before = word;
            } else if (before.startsWith(word)) {
                whole = whole == null ? before : whole;
                before = word;
            } else if (isVersion(before, word)) {
                // A query for v20.11 also matches 20.11, but python3.12 does not match 3.12.
                before = word;
            }
        }

        private static boolean isVersion(String part, String number) {
            return part.length() == number.length() + 1 && part.charAt(0) == 'v' && part.endsWith(number);
        }

        private void keep() {
            if (before != null) {
                parts.add(before);
            }
        }

        QueryTerm read() {
            keep();
            return new QueryTerm(parts, whole);
        }
    }
}
