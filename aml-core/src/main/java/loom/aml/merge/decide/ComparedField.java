package loom.aml.merge.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.merge.text.Segmenter;
import loom.aml.merge.text.Sentence;
import org.jspecify.annotations.Nullable;

/** A field of an item. Its texts are split into sentences only if they are compared with others. Thread-safe. */
final class ComparedField {
    private final FieldPath path;
    private final List<Object> values;
    private volatile @Nullable List<PlacedSentence> sentences;

    /** @param values strings, numbers and booleans; a field that is not a list has one value */
    ComparedField(FieldPath path, List<Object> values) {
        this.path = path;
        this.values = List.copyOf(values);
    }

    FieldPath path() {
        return path;
    }

    List<Object> values() {
        return values;
    }

    /** Returns the value of a field that has exactly one. */
    Optional<Object> value() {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** Returns the sentences in their order. */
    List<PlacedSentence> sentences() {
        List<PlacedSentence> known = sentences;
        if (known == null) {
            known = split();
            sentences = known;
        }
        return known;
    }

    private List<PlacedSentence> split() {
        List<PlacedSentence> placed = new ArrayList<>();
        for (Object value : values) {
            List<Sentence> text = value instanceof String string && path.role().isText()
                    ? Segmenter.sentences(string)
                    : List.of(Segmenter.code(value.toString()));
            for (int i = 0; i < text.size(); i++) {
                placed.add(new PlacedSentence(text, i, !path.role().isFree()));
            }
        }
        return placed;
    }
}
