package loom.aml.index;

import java.util.ArrayList;
import java.util.List;
import loom.aml.index.text.WordSplitter;
import org.jspecify.annotations.Nullable;

/**
 * A word or a phrase of a query in terms of the index.
 *
 * @param parts the words that must follow each other
 * @param whole the first of them that programs write as one, as one; null if there is none
 */
record QueryTerm(List<String> parts, @Nullable String whole) {

    static QueryTerm of(String text) {
        Reader reader = new Reader();
        new WordSplitter(reader).split(text);
        return reader.read();
    }

    /** A whole comes before its parts, at the position of the first; another reading of a part comes after it. */
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
                // Who asks for v20.11 means 20.11; python3.12 is not 3.12.
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
