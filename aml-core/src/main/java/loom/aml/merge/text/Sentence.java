package loom.aml.merge.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import loom.aml.merge.text.Token.Kind;

/**
 * A sentence, or another unit of a text that is compared as a whole.
 *
 * @param text the sentence as it is written
 * @param tokens the tokens that are compared
 * @param form the forms of all tokens; equal, together with the context, for sentences that mean the same
 * @param context the headings, the parent of the list and the introduction that it belongs to, in the form that is compared
 * @param isFixed whether its place among the others of its context has a meaning, as that of a step has
 * @param isEnglish whether the rules of English apply to it
 */
public record Sentence(
        String text, List<Token> tokens, String form, String context, boolean isFixed, boolean isEnglish) {
    public Sentence {
        tokens = List.copyOf(tokens);
    }

    /** A sentence of this many words that are all English is English. */
    private static final int SURELY_ENGLISH = 5;

    /** Reads a sentence of prose. */
    static Sentence of(String written, String context, boolean isFixed) {
        String text = Normalizer.isNormalized(written, Normalizer.Form.NFC)
                ? written
                : Normalizer.normalize(written, Normalizer.Form.NFC);
        List<Token> raw = Tokenizer.tokens(text);
        boolean isEnglish = isEnglish(raw);
        List<Token> tokens = isEnglish ? EnglishForms.of(raw) : raw;
        return new Sentence(text, tokens, form(tokens), context, isFixed, isEnglish);
    }

    /** Reads a block that is compared character by character. */
    static Sentence verbatim(String block, String context) {
        List<Token> tokens = List.of(new Token(Kind.CODE, block, 0, block.length()));
        return new Sentence(block, tokens, form(tokens), context, true, false);
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
                boolean isKnown = Dictionary.ENGLISH.lists(lower)
                        || WordClass.FUNCTION.has(lower)
                        || Quantity.isUnit(token.form());
                known += isKnown ? 1 : 0;
            }
        }
        return (isMarked && 2 * known >= words) || (words >= SURELY_ENGLISH && known == words);
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
