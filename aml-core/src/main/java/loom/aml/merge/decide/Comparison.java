package loom.aml.merge.decide;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Field;
import org.jspecify.annotations.Nullable;

/** The comparison of two items, field by field. */
final class Comparison {
    private final ComparedItem one;
    private final ComparedItem other;
    private final List<Aligned> aligned = new ArrayList<>();
    private final double similarity;
    private final boolean isExplained;
    private boolean addsToOne;
    private boolean addsToOther;
    private boolean keepsMeaning;
    private boolean isOppositeAtMost;
    private boolean hasOpposite;
    private boolean hasOtherOutcome;
    private boolean hasSameSubject;

    /** Compares all fields, for an explanation. */
    static Comparison complete(ComparedItem one, ComparedItem other) {
        return new Comparison(one, other, Double.POSITIVE_INFINITY, true);
    }

    /**
     * Compares fields until the verdict is certain.
     *
     * @param related the least similarity of related items, for which the subject need not be compared
     */
    static Comparison brief(ComparedItem one, ComparedItem other, double related) {
        return new Comparison(one, other, related, false);
    }

    private Comparison(ComparedItem one, ComparedItem other, double related, boolean isComplete) {
        this.one = one;
        this.other = other;
        this.isExplained = isComplete;
        this.similarity = one.words().similarity(other.words());
        this.keepsMeaning = one.kind() == other.kind();
        this.isOppositeAtMost = keepsMeaning;
        compareNames();
        compare(isComplete, similarity >= related);
    }

    private void compareNames() {
        Set<String> ones = one.name().beyond(other.name(), one.words());
        Set<String> others = other.name().beyond(one.name(), other.words());
        if (!ones.isEmpty() || !others.isEmpty()) {
            keepsMeaning = false;
            aligned.add(new Aligned(
                    Field.ID.path(),
                    Relation.NAME,
                    String.join(" ", one.name().words()),
                    String.join(" ", other.name().words()),
                    List.copyOf(ones),
                    List.copyOf(others)));
        }
    }

    /** Compares the fields of both, which are in the same order. */
    private void compare(boolean isComplete, boolean isRelated) {
        Iterator<ComparedField> ones = one.fields().iterator();
        Iterator<ComparedField> others = other.fields().iterator();
        ComparedField field = next(ones);
        ComparedField counterpart = next(others);
        while (field != null || counterpart != null) {
            int order =
                    field == null ? 1 : counterpart == null ? -1 : field.path().compareTo(counterpart.path());
            FieldPath path =
                    Objects.requireNonNull(order <= 0 ? field : counterpart).path();
            boolean isSettled = !isComplete && !keepsMeaning && !isOppositeAtMost;
            if (isSettled && isRelated && !hasOtherOutcome) {
                return;
            }
            if (!isSettled || path.isSubject()) {
                compare(path, order <= 0 ? field : null, order >= 0 ? counterpart : null);
            }
            field = order <= 0 ? next(ones) : field;
            counterpart = order >= 0 ? next(others) : counterpart;
        }
    }

    private static @Nullable ComparedField next(Iterator<ComparedField> fields) {
        return fields.hasNext() ? fields.next() : null;
    }

    private void compare(FieldPath path, @Nullable ComparedField field, @Nullable ComparedField counterpart) {
        if (path.role() == FieldRole.TAGS) {
            Optional<Aligned> difference = TagComparison.of(field, counterpart, one.words());
            difference.ifPresent(aligned::add);
            keepsMeaning &= difference.isEmpty();
            return;
        }
        FieldComparison compared = FieldComparison.of(path, field, counterpart, isExplained);
        aligned.addAll(compared.aligned());
        addsToOne |= compared.addsToOne();
        addsToOther |= compared.addsToOther();
        keepsMeaning &= compared.keepsMeaning();
        isOppositeAtMost &= compared.isOppositeAtMost();
        hasOpposite |= compared.hasOpposite();
        hasSameSubject |= compared.isEqual() && path.isSubject() && one.kind() == other.kind();
        hasOtherOutcome |= path.role() == FieldRole.OUTCOME && compared.hasOpposite();
    }

    List<Aligned> aligned() {
        return aligned;
    }

    double similarity() {
        return similarity;
    }

    /** Returns the share of the words of the shorter item that the other has, too; 0 if it has fewer than some words. */
    double containment(int fewest) {
        return one.words().containment(other.words(), fewest);
    }

    /** Returns whether every difference is harmless, and sentences are added on one side only. */
    boolean isSame() {
        return keepsMeaning && !(addsToOne && addsToOther);
    }

    /** Returns the number of words with a topic of the shorter item. */
    int words() {
        return Math.min(one.words().size(), other.words().size());
    }

    /** Returns whether the field that names the subject is equal. */
    boolean hasSameSubject() {
        return hasSameSubject;
    }

    /**
     * Returns whether one is the opposite of the other: a difference makes it so, and no other one gives them another subject; or they have
     * the same subject, and one turned out well while the other did not.
     */
    boolean isOpposite() {
        return (hasOpposite && isOppositeAtMost) || (hasOtherOutcome && hasSameSubject);
    }

    String harmlessDifferences() {
        List<String> kinds = aligned.stream()
                .map(each -> switch (each.relation()) {
                    case MISSPELLED -> "a misspelled word";
                    case HARMLESS -> "an added remark";
                    default -> "spelling and order";
                })
                .distinct()
                .sorted()
                .toList();
        return kinds.isEmpty() ? "figures" : String.join(", ", kinds);
    }

    String oppositeReason() {
        return aligned.stream()
                .filter(each -> each.relation().isOpposite())
                .findFirst()
                .map(each ->
                        each.field() + ": " + quoted(each.differing()) + " against " + quoted(each.otherDiffering()))
                .orElse("one turned out well, the other did not");
    }

    String relatedReason() {
        return aligned.stream()
                .filter(each -> !each.relation().keepsMeaning())
                .findFirst()
                .map(each -> each.field() + " differs")
                .orElse("too short to be sure");
    }

    private static String quoted(List<String> words) {
        return words.isEmpty() ? "nothing" : '"' + String.join(" ", words) + '"';
    }
}
