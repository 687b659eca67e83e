package loom.aml.merge.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loom.aml.merge.text.Token.Kind;

/**
 * A sentence, or another unit of a text that is compared as a whole.
 *
 * @param text the sentence as it is written
 * @param tokens the tokens that are compared
 * @param form the forms of all tokens; equal, together with the context, for sentences that mean the same
 * @param articles its articles, which are not in the form
 * @param context the headings, the parent of the list and the introduction that it belongs to, in the form that is compared
 * @param isFixed whether its place among the others of its context has a meaning, as that of a step has
 * @param isEnglish whether the rules of English apply to it
 */
public record Sentence(
        String text,
        List<Token> tokens,
        String form,
        Articles articles,
        String context,
        boolean isFixed,
        boolean isEnglish) {
    public Sentence {
        tokens = List.copyOf(tokens);
    }

    /** An article or another word that makes a noun of what follows. */
    private static final Pattern ARTICLE = Pattern.compile(
            "(?i)\\b(?:a|an|the|my|our|your|its|their|his|her|this|that|these|those|each|every|any|some|all|no)\\s+$");

    private static final Set<String> PREPOSITIONS = Set.of(
            "of", "in", "on", "at", "by", "for", "from", "with", "without", "into", "onto", "via", "per", "against",
            "as", "like", "to");

    /** A sentence of this many words that are all English is English. */
    private static final int SURELY_ENGLISH = 5;

    /**
     * Reads a sentence of prose.
     *
     * @param cased words, in lower case, whose capitals have a meaning in this text
     */
    static Sentence of(String written, String context, boolean isFixed, Set<String> cased) {
        String text = Normalizer.isNormalized(written, Normalizer.Form.NFC)
                ? written
                : Normalizer.normalize(written, Normalizer.Form.NFC);
        List<Token> raw = Tokenizer.tokens(text);
        boolean isEnglish = isEnglish(raw);
        if (!isEnglish) {
            return new Sentence(text, raw, form(raw), Articles.NONE, context, isFixed, false);
        }
        EnglishForms english = EnglishForms.of(raw, cased);
        List<Token> tokens = english.tokens();
        return new Sentence(text, tokens, form(tokens), english.articles(), context, isFixed, true);
    }

    /** Reads a block that is compared character by character. */
    static Sentence verbatim(String block, String context) {
        List<Token> tokens = List.of(new Token(Kind.CODE, block, 0, block.length(), false));
        return new Sentence(block, tokens, form(tokens), Articles.NONE, context, true, false);
    }

    private static boolean isEnglish(List<Token> tokens) {
        int words = 0;
        int known = 0;
        boolean isMarked = false;
        for (Token token : tokens) {
            if (token.kind() == Kind.WORD) {
                String lower = EnglishForms.lower(token.form());
                words++;
                isMarked |=
                        WordClass.ENGLISH.has(lower.endsWith("n't") ? lower.substring(0, lower.length() - 3) : lower);
                boolean isKnown = WordClass.FUNCTION.has(lower)
                        || Dictionary.ENGLISH.lists(lower)
                        || (token.from() > 0 && !lower.equals(token.form()) && Dictionary.ENGLISH.isName(lower))
                        || Quantity.isUnit(token.form());
                known += isKnown ? 1 : 0;
            }
        }
        return (isMarked && 4 * known >= 3 * words) || (words >= SURELY_ENGLISH && known == words);
    }

    private static String form(List<Token> tokens) {
        return tokens.stream().map(Token::form).collect(Collectors.joining("\u0001"));
    }

    /** Returns the words as they are written, in lower case and with the articles. */
    public List<String> words() {
        return Tokenizer.tokens(text).stream()
                .filter(token -> token.kind() == Kind.WORD)
                .map(token -> token.form().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Returns whether a token is one of a class. */
    public boolean has(WordClass words) {
        return tokens.stream()
                .anyMatch(token -> token.kind() == Kind.WORD && words.has(EnglishForms.lower(token.form())));
    }

    /**
     * Returns whether the word at a place could be a name that has no article: behind a preposition, behind an instruction that begins the
     * sentence, or as the subject: buildr is used.
     */
    public boolean mayBeNameAt(int place) {
        Token token = tokens.get(place);
        boolean hasArticle = ARTICLE.matcher(text.substring(0, token.from())).find();
        if (hasArticle) {
            return false;
        }
        if (place == 0) {
            return tokens.size() > 1
                    && tokens.get(1).form().endsWith("s")
                    && WordClass.STATE.has(tokens.get(1).form());
        }
        String before = EnglishForms.lower(tokens.get(place - 1).form());
        return PREPOSITIONS.contains(before) || (place == 1 && WordClass.INSTRUCTION.has(before));
    }

    /** Returns whether it names a thing that others can belong to: by a name, or by a subject without an article. */
    public boolean namesThing() {
        boolean hasBareSubject = tokens.size() > 1
                && Character.isUpperCase(tokens.getFirst().form().charAt(0));
        return hasBareSubject || tokens.stream().anyMatch(Sentence::isName);
    }

    private static boolean isName(Token token) {
        return switch (token.kind()) {
            case NAME, CODE -> true;
            case NUMBER, SYMBOL -> false;
            case WORD ->
                Character.isUpperCase(token.form().charAt(0))
                        || (!WordClass.FUNCTION.has(token.form()) && !Dictionary.ENGLISH.knows(token.form()))
                        || Dictionary.ENGLISH.isOnlyName(token.form());
        };
    }
}
