package loom.aml.merge.text;

/**
 * A token of a sentence.
 *
 * @param form the spelling by which it is compared; the same for tokens of the same meaning
 * @param from the offset of its first character in the sentence
 * @param to the offset after its last character
 * @param isJoined whether another character than a blank precedes it
 */
public record Token(Kind kind, String form, int from, int to, boolean isJoined) {

    /** The kind of a token, which decides how it may differ. */
    public enum Kind {
        /** A word of letters. */
        WORD,
        /** A number, with its unit if it has one. */
        NUMBER,
        /** An identifier, a path, a version, a name or anything else that is compared by its exact spelling. */
        NAME,
        /** A span or a block of code. */
        CODE,
        /** A character of punctuation or a symbol. */
        SYMBOL
    }

    Token(Kind kind, String form, Token place) {
        this(kind, form, place.from, place.to, place.isJoined);
    }

    /** Returns whether the token has a topic of its own, unlike prepositions and punctuation. */
    public boolean isContent() {
        return kind != Kind.SYMBOL && !(kind == Kind.WORD && WordClass.FUNCTION.has(form));
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && form.equals(symbol);
    }

    /** Returns whether it is a word in lower case. */
    boolean isLowerWord() {
        return kind == Kind.WORD && Character.isLowerCase(form.charAt(0));
    }
}
