package loom.aml.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template for text, whose variable parts are drawn on each use. Immutable. */
sealed interface Phrase {

    /** Appends the text and draws the variable parts from the item. */
    void append(StringBuilder text, Prose prose);

    /** Returns the text for one item. */
    default String of(Prose prose) {
        StringBuilder text = new StringBuilder();
        append(text, prose);
        return text.toString();
    }

    /** Fixed text. */
    record Literal(String text) implements Phrase {
        @Override
        public void append(StringBuilder out, Prose prose) {
            out.append(text);
        }
    }

    /** One of several interchangeable words, drawn on each use. A near duplicate uses another one. */
    final class Word implements Phrase {
        private final String[] words;

        Word(List<String> words) {
            this.words = words.toArray(String[]::new);
        }

        @Override
        public void append(StringBuilder text, Prose prose) {
            text.append(words[prose.pickWord(words.length)]);
        }
    }

    /** One of several phrases. */
    final class Choice implements Phrase {
        private final Phrase[] phrases;

        Choice(List<Phrase> phrases) {
            this.phrases = phrases.toArray(Phrase[]::new);
        }

        @Override
        public void append(StringBuilder text, Prose prose) {
            phrases[prose.draws().below(phrases.length)].append(text, prose);
        }
    }

    /** Several phrases in a row. */
    final class Sequence implements Phrase {
        private final Phrase[] parts;

        Sequence(List<Phrase> parts) {
            this.parts = parts.toArray(Phrase[]::new);
        }

        @Override
        public void append(StringBuilder text, Prose prose) {
            for (Phrase part : parts) {
                part.append(text, prose);
            }
        }
    }

    /**
     * A name that is drawn once per item, so that all texts of the item refer to the same thing.
     *
     * @param name the variable
     * @param unlike a variable of the same list whose name must differ; null for any name
     * @param names the names to choose from, in their final form
     */
    record Variable(String name, @Nullable String unlike, List<String> names) implements Phrase {
        @Override
        public void append(StringBuilder text, Prose prose) {
            text.append(names.get(prose.pickName(name, unlike, names.size())));
        }
    }

    /** A whole number, both bounds included. */
    record Numeral(int from, int to) implements Phrase {
        @Override
        public void append(StringBuilder text, Prose prose) {
            text.append(prose.draws().between(from, to));
        }
    }
}
