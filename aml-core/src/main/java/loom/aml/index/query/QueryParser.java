package loom.aml.index.query;

import java.time.Instant;
import loom.aml.index.text.WordSplitter;
import org.jspecify.annotations.Nullable;

/**
 * Parses any text as a query. Text that is not valid syntax is searched as words, so that a pasted error message is a query as well.
 *
 * <pre>
 *   query    clause ...                       all must hold
 *   clause   [-] word | "words in a row" | field:value
 *   field    tag agent kind type id active    value is a word, or "one with blanks"
 *            confidence success executions weight    value is &gt;0.8  &gt;=0.8  &lt;0.8  &lt;=0.8  0.5..0.8
 *            age                              value is &lt;30d  &gt;90d  30d..90d; w, d, h and m
 * </pre>
 *
 * A dash, a quote or a field without a valid operand is part of the text around it: {@code a - b}, {@code it's 5"},
 * {@code std::vec}, {@code localhost:8080}. Symbols without a letter or digit are ignored, unless the text has no words at all.
 */
public final class QueryParser {

    /** Longer texts are truncated. A larger text is a whole log, whose first page identifies the error. */
    static final int LONGEST_TEXT = 1 << 16;

    private static final String BEGINS_WORD = "\"_./\\@#$'";

    private final String text;
    private final Instant now;
    private final QueryBuilder query = new QueryBuilder();
    private final StringBuilder signs = new StringBuilder();
    private int at;

    private QueryParser(String text, Instant now) {
        this.text = text;
        this.now = now;
    }

    /**
     * Parses a query.
     *
     * @param text any text
     * @param now the time from which ages are computed
     */
    public static Query parse(String text, Instant now) {
        boolean isCut = text.length() > LONGEST_TEXT;
        QueryParser parser = new QueryParser(isCut ? text.substring(0, LONGEST_TEXT) : text, now);
        if (isCut) {
            parser.query.isCut();
        }
        return parser.query();
    }

    /**
     * Parses the value of one field.
     *
     * @param field the name of a field
     * @throws QuerySyntaxException if the field does not accept the value
     */
    public static Clause parseField(String field, String value, Instant now) {
        Clause clause = FieldSyntax.clause(field, value, false, now);
        if (clause == null) {
            throw new QuerySyntaxException("'" + field + "' is not a field");
        }
        return clause;
    }

    private Query query() {
        skipBlanks();
        while (at < text.length()) {
            clause();
            skipBlanks();
        }
        if (!signs.isEmpty() && !query.hasText()) {
            query.add(new Clause.Symbols(signs.toString()));
        }
        return query.build();
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(at)) {
            at++;
        }
    }

    private boolean isBlank(int position) {
        return Character.isWhitespace(text.charAt(position)) || Character.isSpaceChar(text.charAt(position));
    }

    private void clause() {
        boolean isExcluded = isExclusion();
        if (isExcluded) {
            at++;
        }
        if (text.charAt(at) == '"') {
            quote(isExcluded);
            return;
        }
        int start = at;
        int end = endOfWord(start);
        int colon = text.indexOf(':', start);
        if (colon > start && colon < end && field(start, colon, end, isExcluded)) {
            return;
        }
        at = end;
        word(text.substring(start, end), isExcluded);
    }

    /**
     * A dash excludes the word that directly follows it. A dash before anything else is text: {@code ->}, {@code --}.
     */
    private boolean isExclusion() {
        if (text.charAt(at) != '-' || at + 1 == text.length()) {
            return false;
        }
        return Character.isLetterOrDigit(text.codePointAt(at + 1)) || BEGINS_WORD.indexOf(text.charAt(at + 1)) >= 0;
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < text.length() && !isBlank(end)) {
            end++;
        }
        return end;
    }

    /**
     * Parses a phrase if the quote is closed and only punctuation follows; otherwise the quote is an ordinary symbol.
     */
    private void quote(boolean isExcluded) {
        int start = at + 1;
        int end = text.indexOf('"', start);
        if (end < 0 || hasWord(text.substring(end + 1, endOfWord(end + 1)))) {
            if (end < 0 && start < text.length() && !isBlank(start)) {
                query.note("the quote before '" + shortened(text.substring(start, endOfWord(start)))
                        + "' is not closed; the words after it were searched one by one");
            }
            signs.append('"');
            at = start;
            return;
        }
        String phrase = text.substring(start, end);
        at = endOfWord(end + 1);
        if (hasWord(phrase)) {
            query.add(new Clause.Phrase(phrase, isExcluded));
        } else {
            signs.append(phrase).append('"');
        }
    }

    private void word(String word, boolean isExcluded) {
        if (hasWord(word)) {
            query.add(new Clause.Word(word, isExcluded));
        } else {
            signs.append(word);
        }
    }

    private static boolean hasWord(String words) {
        return WordSplitter.count(words) > 0;
    }

    /** Parses {@code field:value}; returns false if the text is not such a clause. */
    private boolean field(int start, int colon, int endOfWord, boolean isExcluded) {
        String name = text.substring(start, colon);
        int value = colon + 1;
        int end = endOfWord;
        int closing = -1;
        if (value < text.length() && text.charAt(value) == '"') {
            closing = text.indexOf('"', value + 1);
            if (closing > 0) {
                end = endOfWord(closing + 1);
            }
        }
        boolean isQuoted = closing > 0 && !hasWord(text.substring(closing + 1, end));
        String given = isQuoted ? text.substring(value + 1, closing) : text.substring(value, endOfWord);
        @Nullable Clause clause;
        try {
            clause = isQuoted || given.indexOf('"') < 0 ? FieldSyntax.clause(name, given, isExcluded, now) : null;
        } catch (QuerySyntaxException e) {
            // "type: error" is a line of a log.
            if (!given.isEmpty()) {
                query.note("'" + shortened(name + ":" + given) + "' was searched as words: " + e.getMessage());
            }
            return false;
        }
        if (clause != null) {
            at = isQuoted ? end : endOfWord;
            query.add(clause);
            return true;
        }
        String similar = given.isEmpty() ? null : FieldSyntax.similar(name);
        if (similar != null) {
            query.note("'" + shortened(name) + "' is not a field and was searched as a word; did you mean " + similar
                    + "?");
        }
        return false;
    }

    private static String shortened(String words) {
        return words.length() <= 40 ? words : words.substring(0, 40) + "...";
    }
}
