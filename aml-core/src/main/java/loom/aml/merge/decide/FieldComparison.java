package loom.aml.merge.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loom.aml.merge.text.Segmenter;
import loom.aml.merge.text.Sentence;
import loom.aml.merge.text.Token;
import org.jspecify.annotations.Nullable;

/** The comparison of one field of two items. */
final class FieldComparison {
    private static final Pattern NUMBER = Pattern.compile("v?\\d[\\d.]{0,30}");

    private final String path;
    private final FieldRole role;
    private final boolean isExplained;
    private final List<Aligned> aligned = new ArrayList<>();
    private boolean addsToOne;
    private boolean addsToOther;

    private FieldComparison(String path, FieldRole role, boolean isExplained) {
        this.path = path;
        this.role = role;
        this.isExplained = isExplained;
    }

    /**
     * Compares a field that at least one of the items has.
     *
     * @param isExplained whether the words that differ are needed
     */
    static FieldComparison of(
            FieldPath path, @Nullable ComparedField one, @Nullable ComparedField other, boolean isExplained) {
        FieldComparison comparison = new FieldComparison(path.path(), path.role(), isExplained);
        if (one != null && other != null && one.values().equals(other.values())) {
            if (isExplained) {
                comparison.equal(one);
            }
        } else if (one != null
                && other != null
                && one.value().isPresent()
                && other.value().isPresent()
                && !comparison.role.isText()) {
            comparison.values(one.values().getFirst(), other.values().getFirst());
        } else {
            comparison.sentences(
                    one == null ? List.of() : one.sentences(), other == null ? List.of() : other.sentences());
        }
        return comparison;
    }

    private void equal(ComparedField field) {
        for (Object value : field.values()) {
            add(Relation.EQUAL, value.toString(), value.toString());
        }
    }

    /** Compares two single values, which are not equal. */
    private void values(Object one, Object other) {
        boolean areNumbers = isNumber(one) && isNumber(other);
        boolean areFlags = one instanceof Boolean && other instanceof Boolean;
        Relation relation = areNumbers ? Relation.VALUE : areFlags ? Relation.OPPOSITE : Relation.WORDS;
        if (role == FieldRole.NAME) {
            relation = EntityName.areSame(one.toString(), other.toString()) ? Relation.EQUAL : Relation.NAME;
        }
        if (Segmenter.code(one.toString())
                        .form()
                        .equals(Segmenter.code(other.toString()).form())
                && one.getClass() == other.getClass()) {
            relation = Relation.EQUAL;
        }
        List<String> words = List.of(one.toString());
        List<String> otherWords = List.of(other.toString());
        if (one instanceof String text
                && other instanceof String otherText
                && isExplained
                && relation == Relation.WORDS) {
            Difference difference = Difference.of(Segmenter.whole(text), Segmenter.whole(otherText));
            words = words(difference.ones(), Segmenter.whole(text));
            otherWords = words(difference.others(), Segmenter.whole(otherText));
        }
        aligned.add(new Aligned(path, relation, one.toString(), other.toString(), words, otherWords));
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number
                || (value instanceof String text && NUMBER.matcher(text).matches());
    }

    private void sentences(List<PlacedSentence> ones, List<PlacedSentence> others) {
        Alignment alignment = new Alignment(ones, others);
        for (Alignment.Pair pair : alignment.pairs()) {
            Sentence one = ones.get(pair.one()).sentence();
            Sentence other = others.get(pair.other()).sentence();
            boolean isEqual = pair.relation() == Relation.EQUAL;
            boolean isOtherAnswer = role == FieldRole.ANSWER && !pair.relation().keepsMeaning();
            add(
                    isOtherAnswer ? Relation.OPPOSITE : pair.relation(),
                    one,
                    other,
                    isEqual || !isExplained ? Difference.NONE : Difference.of(one, other));
        }
        boolean keepsMeaning = alignment.keepsMeaning();
        boolean keepsOrder = keepsMeaning && alignment.keepsOrder();
        addsToOne = only(alignment.onlyOne(), keepsOrder, true);
        addsToOther = only(alignment.onlyOther(), keepsOrder, false);
        if (keepsMeaning && !keepsOrder) {
            add(Relation.PLACE, written(ones), written(others));
        }
    }

    private static String written(List<PlacedSentence> sentences) {
        return sentences.stream().map(placed -> placed.sentence().text()).collect(Collectors.joining(" "));
    }

    /** Adds the sentences that only one item has; returns whether there are any. */
    private boolean only(List<PlacedSentence> sentences, boolean mayBeHarmless, boolean isOfOne) {
        for (PlacedSentence only : sentences) {
            boolean isHarmless = mayBeHarmless && role == FieldRole.PROSE && Addition.isHarmless(only);
            Relation relation =
                    isHarmless ? Relation.HARMLESS : role == FieldRole.ANSWER ? Relation.OPPOSITE : Relation.ADDED;
            String text = only.sentence().text();
            add(relation, isOfOne ? text : "", isOfOne ? "" : text);
        }
        return !sentences.isEmpty();
    }

    private void add(Relation relation, Sentence one, Sentence other, Difference difference) {
        aligned.add(new Aligned(
                path,
                relation,
                one.text(),
                other.text(),
                words(difference.ones(), one),
                words(difference.others(), other)));
    }

    private void add(Relation relation, String one, String other) {
        aligned.add(new Aligned(path, relation, one, other, List.of(), List.of()));
    }

    private static List<String> words(List<Token> tokens, Sentence sentence) {
        return tokens.stream()
                .map(token -> sentence.text().substring(token.from(), token.to()))
                .toList();
    }

    List<Aligned> aligned() {
        return aligned;
    }

    boolean addsToOne() {
        return addsToOne;
    }

    boolean addsToOther() {
        return addsToOther;
    }

    /** Returns whether the field is equal on both sides, but for spelling and order. */
    boolean isEqual() {
        return !addsToOne && !addsToOther && keepsMeaning();
    }

    /** Returns whether the differences keep the meaning. */
    boolean keepsMeaning() {
        return aligned.stream().allMatch(each -> each.relation().keepsMeaning());
    }

    /** Returns whether the differences that do not keep the meaning make it the opposite; remarks in prose may be added. */
    boolean isOppositeAtMost() {
        return aligned.stream()
                .allMatch(each -> each.relation().keepsMeaning()
                        || each.relation().isOpposite()
                        || (each.relation() == Relation.ADDED && role == FieldRole.PROSE));
    }

    boolean hasOpposite() {
        return aligned.stream().anyMatch(each -> each.relation().isOpposite());
    }
}
