package loom.aml.merge.decide;

import java.util.List;
import loom.aml.merge.text.Sentence;

/**
 * A sentence at its place in a field.
 *
 * @param text the sentences of the text that contains it
 * @param index its index in that text
 * @param isOfSequence whether the order of all sentences of the field matters
 */
record PlacedSentence(List<Sentence> text, int index, boolean isOfSequence) {

    Sentence sentence() {
        return text.get(index);
    }

    /** Returns whether it begins its text. */
    boolean isFirst() {
        return index == 0;
    }

    Dependence dependence() {
        return Dependence.of(text, index);
    }
}
