package loom.aml.merge.decide;

import java.util.List;
import java.util.stream.Stream;
import loom.aml.merge.text.Opposites;
import loom.aml.merge.text.Sentence;
import loom.aml.merge.text.Token;
import loom.aml.merge.text.WordClass;

/** The words by which two aligned sentences differ, and what kind of difference that makes. */
record Difference(List<Token> ones, List<Token> others, Relation relation) {
    /** Sentences that differ in more words than these say something else rather than the opposite. */
    private static final int MOST_OF_OPPOSITE = 6;

    static final Difference NONE = new Difference(List.of(), List.of(), Relation.EQUAL);

    static Difference of(Sentence one, Sentence other) {
        List<Token> ones = Words.differing(one.tokens(), other.tokens());
        List<Token> others = Words.differing(other.tokens(), one.tokens());
        return new Difference(ones, others, relation(one, other, ones, others));
    }

    private static Relation relation(Sentence one, Sentence other, List<Token> ones, List<Token> others) {
        if (one.form().equals(other.form())) {
            return Relation.WORDS;
        }
        if (sorted(one.tokens()).equals(sorted(other.tokens()))) {
            return Relation.ORDER;
        }
        if (ones.size() + others.size() > MOST_OF_OPPOSITE) {
            return Relation.WORDS;
        }
        if (Stream.concat(ones.stream(), others.stream()).anyMatch(Difference::isNegation)) {
            return Relation.NEGATION;
        }
        if (ones.stream()
                .anyMatch(word -> others.stream().anyMatch(opposite -> Opposites.are(word.form(), opposite.form())))) {
            return Relation.OPPOSITE;
        }
        if (!ones.isEmpty()
                && !others.isEmpty()
                && ones.stream().allMatch(Difference::isValue)
                && others.stream().allMatch(Difference::isValue)) {
            return Relation.VALUE;
        }
        return Stream.concat(ones.stream(), others.stream()).allMatch(Difference::isName)
                ? Relation.NAME
                : Relation.WORDS;
    }

    private static List<String> sorted(List<Token> tokens) {
        return tokens.stream().map(Token::form).sorted().toList();
    }

    private static boolean isNegation(Token token) {
        return token.kind() == Token.Kind.WORD && WordClass.NEGATION.has(token.form());
    }

    private static boolean isValue(Token token) {
        return token.kind() == Token.Kind.NUMBER
                || (token.kind() != Token.Kind.WORD && token.form().chars().anyMatch(Character::isDigit));
    }

    private static boolean isName(Token token) {
        return token.kind() == Token.Kind.NAME
                || token.kind() == Token.Kind.CODE
                || Character.isUpperCase(token.form().charAt(0));
    }
}
