package loom.aml.merge.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.merge.text.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tokens of an English sentence into the form that is compared. The differences that it removes are all that two sentences
 * may have beside misspellings:
 *
 * <pre>
 *   capitals      at the beginning of a sentence unless the word is also a name; of words that are not English: postgres, Postgres
 *   emphasis      NEVER, DO NOT
 *   articles      a, an, the, where they only introduce a noun
 *   contractions  don't, do not
 *   hyphens       re-usable, time-out and high-speed, if all parts are words with a topic
 *   numbers       1,500 and 1500; two and 2; 90 s and 1.5 minutes
 *   British       behaviour, organise
 *   final marks   a full stop or an exclamation mark
 * </pre>
 */
final class EnglishForms {
    /** The form of an article that cannot be omitted. */
    private static final String ARTICLE = "the";

    private static final int SHORTEST_PART = 3;
    private static final int SHORTEST_ACRONYM = 3;
    private static final int SHORTEST_BRITISH = 6;

    private final List<Token> raw;
    /** Words, in lower case, whose capitals have a meaning in this text. */
    private final Set<String> cased;

    private final List<Token> forms = new ArrayList<>();
    private final Articles articles = new Articles();

    private EnglishForms(List<Token> raw, Set<String> cased) {
        this.raw = raw;
        this.cased = cased;
    }

    /** @param cased words, in lower case, whose capitals have a meaning in this text */
    static EnglishForms of(List<Token> raw, Set<String> cased) {
        EnglishForms english = new EnglishForms(raw, cased);
        english.read();
        return english;
    }

    List<Token> tokens() {
        return forms;
    }

    Articles articles() {
        return articles;
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private void read() {
        int end = endWithoutMark();
        for (int i = 0; i < end; i++) {
            Token token = raw.get(i);
            switch (token.kind()) {
                case NUMBER -> i += number(digits(i, end), i, end);
                case WORD -> i += word(token, i, end);
                case NAME, CODE, SYMBOL -> forms.add(token);
            }
        }
    }

    /**
     * Returns the end of the sentence without its full stop, or its exclamation mark unless that may be a sign: 5! A mark behind a blank is an
     * argument: git add .
     */
    private int endWithoutMark() {
        int last = raw.size() - 1;
        boolean isMark = last > 0
                && raw.get(last).isJoined()
                && (raw.get(last).isSymbol(".")
                        || (raw.get(last).isSymbol("!") && !isNumberOrSymbol(raw.get(last - 1))));
        return isMark ? last : raw.size();
    }

    private static boolean isNumberOrSymbol(Token token) {
        return token.kind() == Kind.NUMBER || token.kind() == Kind.SYMBOL;
    }

    /** Returns the digits of a number; without commas only if it counts things: 1,500 items, but ports 80,443. */
    private String digits(int at, int end) {
        String written = raw.get(at).form();
        Token before = at > 0 ? raw.get(at - 1) : null;
        Token next = at + 1 < end ? raw.get(at + 1) : null;
        boolean isCount = next != null
                && (Quantity.isUnit(next.form()) || (next.isLowerWord() && isPlural(next)))
                && !(before != null && before.kind() == Kind.WORD && isPlural(before));
        return isCount ? written.replace(",", "") : written;
    }

    private static boolean isPlural(Token word) {
        return word.form().endsWith("s") && !WordClass.FUNCTION.has(word.form());
    }

    /** Adds a number; returns 1 if a unit follows. */
    private int number(String digits, int at, int end) {
        Token token = raw.get(at);
        Token next = at + 1 < end ? raw.get(at + 1) : null;
        if (next != null && next.kind() != Kind.CODE && Quantity.isUnit(next.form())) {
            forms.add(new Token(
                    Kind.NUMBER, Quantity.form(digits, next.form()), token.from(), next.to(), token.isJoined()));
            return 1;
        }
        forms.add(new Token(Kind.NUMBER, digits, token));
        return 0;
    }

    /** Adds a word; returns the number of tokens after it that belong to it. */
    private int word(Token token, int at, int end) {
        Token next = at + 1 < end ? raw.get(at + 1) : null;
        String word = british(cased(token.form(), next));
        Optional<String> digits = Quantity.digits(word);
        if (digits.isPresent()) {
            return number(digits.get(), at, end);
        }
        if (isArticle(word, next)) {
            boolean isIdiom = next != null && WordClass.IDIOM.has(lower(next.form()));
            if (!forms.isEmpty() && (isIdiom || !canIntroduce(forms.getLast()))) {
                forms.add(new Token(Kind.WORD, ARTICLE, token));
            }
            articles.add(forms.size(), word.equals(ARTICLE));
            return 0;
        }
        if (word.endsWith("n't")) {
            forms.add(new Token(
                    Kind.WORD,
                    switch (word) {
                        case "won't" -> "will";
                        case "can't" -> "can";
                        default -> word.substring(0, word.length() - 3);
                    },
                    token));
            forms.add(new Token(Kind.WORD, "not", token));
        } else if (word.equals("cannot")) {
            forms.add(new Token(Kind.WORD, "can", token));
            forms.add(new Token(Kind.WORD, "not", token));
        } else if (word.indexOf('-') > 0) {
            compound(word, token, next);
        } else {
            forms.add(new Token(Kind.WORD, word, token));
        }
        return 0;
    }

    /** Returns a word in lower case, unless its capitals may have a meaning. */
    private String cased(String word, @Nullable Token next) {
        String lower = lower(word);
        boolean isFirst = forms.isEmpty();
        boolean mayBeUnit = !isFirst && forms.getLast().kind() == Kind.NUMBER;
        if (word.equals(lower) || mayBeUnit || (word.length() == 1 && !(isFirst && lower.equals("a")))) {
            return word;
        }
        boolean isKnown = Dictionary.ENGLISH.lists(lower) || WordClass.FUNCTION.has(lower);
        if (!isKnown && cased.contains(lower)) {
            return word;
        }
        if (word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT))) {
            return isEmphasis(word, next) || (!isKnown && word.length() >= SHORTEST_ACRONYM) ? lower : word;
        }
        boolean mayBeName =
                Dictionary.ENGLISH.isName(lower) || (!WordClass.FUNCTION.has(lower) && isSingularVerb(next));
        return !isKnown || (isFirst && !mayBeName) ? lower : word;
    }

    /** Returns whether capitals only emphasize a word: DO NOT, is NOT; but cats NOT dogs is a query. */
    private boolean isEmphasis(String word, @Nullable Token next) {
        return switch (word) {
            case "DO" -> next != null && lower(next.form()).equals("not");
            case "NOT" ->
                forms.isEmpty()
                        || (forms.getLast().kind() == Kind.WORD
                                && WordClass.FUNCTION.has(forms.getLast().form()));
            default -> WordClass.EMPHASIS.has(word);
        };
    }

    /** Returns whether a noun without an article before this would be a name: Heap is used. */
    private static boolean isSingularVerb(@Nullable Token next) {
        return next != null
                && next.kind() == Kind.WORD
                && next.form().endsWith("s")
                && WordClass.STATE.has(next.form());
    }

    /** Returns the American spelling of a word that is spelled in the British way: behaviour, organise. */
    private static String british(String word) {
        if (word.length() < SHORTEST_BRITISH || Dictionary.ENGLISH.lists(word)) {
            return word;
        }
        return Stream.of(word.replaceFirst("our", "or"), word.replaceFirst("is(e[drs]?|ing|ations?)$", "iz$1"))
                .filter(american -> !american.equals(word) && Dictionary.ENGLISH.lists(american))
                .findFirst()
                .orElse(word);
    }

    /** Returns whether a word is an article that only introduces the noun after it. */
    private boolean isArticle(String word, @Nullable Token next) {
        boolean isDefinite = word.equals(ARTICLE);
        if (next == null || !(isDefinite || word.equals("a") || word.equals("an"))) {
            return false;
        }
        if (next.kind() != Kind.WORD) {
            return isDefinite && next.kind() != Kind.NUMBER && next.kind() != Kind.SYMBOL;
        }
        String noun = lower(next.form());
        if (noun.length() < SHORTEST_PART
                || noun.endsWith("ing")
                || WordClass.QUANTITY.has(noun)
                || WordClass.FUNCTION.has(noun)) {
            return false;
        }
        return isDefinite || next.isLowerWord();
    }

    private boolean canIntroduce(Token before) {
        boolean isOutOf = before.form().equals("of")
                && forms.size() > 1
                && forms.get(forms.size() - 2).form().equals("out");
        return before.kind() == Kind.WORD && WordClass.OPENER.has(before.form()) && !isOutOf;
    }

    /**
     * Adds a word with hyphens: as one word if it is known as one, else as its parts if each has a topic; but before a noun the hyphen may say
     * what belongs together: extra-large nodes.
     */
    private void compound(String word, Token token, @Nullable Token next) {
        String[] parts = word.split("-");
        boolean isPlain = true;
        for (String part : parts) {
            isPlain &= part.length() >= SHORTEST_PART
                    && Dictionary.ENGLISH.lists(part)
                    && !WordClass.FUNCTION.has(part)
                    && !WordClass.QUANTITY.has(part)
                    && !WordClass.NEGATION.has(part);
        }
        String closed = String.join("", parts);
        if (isPlain && Dictionary.ENGLISH.lists(closed)) {
            forms.add(new Token(Kind.WORD, closed, token));
        } else if (isPlain && (next == null || next.kind() == Kind.SYMBOL || !next.isContent())) {
            for (String part : parts) {
                forms.add(new Token(Kind.WORD, part, token));
            }
        } else {
            forms.add(new Token(Kind.NAME, word, token));
        }
    }
}
