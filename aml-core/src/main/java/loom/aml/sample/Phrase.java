package loom.aml.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Something that can be said, part of a string in JSON. What exactly is drawn each time. Immutable. */
sealed interface Phrase {

    /** Says it. */
    void write(IndentedJson json, Prose prose) throws IOException;

    /** The same each time. */
    final class Literal implements Phrase {
        private final byte[] escaped;

        /**
         * @param text the characters that are meant, escaped as JSON demands and no further
         */
        Literal(String text) {
            this(text, Integer.MAX_VALUE);
        }

        /**
         * @param plainBelow the first character that is escaped though JSON does not demand it: {@code 0x80} keeps to
         *     ASCII
         */
        Literal(String text, int plainBelow) {
            StringBuilder json = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"', '\\' -> json.append('\\').append(c);
                    case '\n' -> json.append("\\n");
                    case '\t' -> json.append("\\t");
                    default -> {
                        if (c < ' ' || c >= plainBelow) {
                            json.append("\\u").append(java.util.HexFormat.of().toHexDigits(c));
                        } else {
                            json.append(c);
                        }
                    }
                }
            }
            escaped = json.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void write(IndentedJson json, Prose prose) throws IOException {
            json.bytes(escaped);
        }
    }

    /** One of several words, each of them as good as the others: what a near duplicate changes. */
    final class Word implements Phrase {
        private final Literal[] words;

        Word(String[] words) {
            this.words = new Literal[words.length];
            for (int i = 0; i < words.length; i++) {
                this.words[i] = new Literal(words[i]);
            }
        }

        @Override
        public void write(IndentedJson json, Prose prose) throws IOException {
            words[prose.pickWord(words.length)].write(json, prose);
        }
    }

    /** One of several phrases. */
    final class Choice implements Phrase {
        private final Phrase[] phrases;

        Choice(List<Phrase> phrases) {
            this.phrases = phrases.toArray(new Phrase[0]);
        }

        @Override
        public void write(IndentedJson json, Prose prose) throws IOException {
            phrases[prose.draws().below(phrases.length)].write(json, prose);
        }
    }

    /** One phrase behind the other. */
    final class Sequence implements Phrase {
        private final Phrase[] parts;

        Sequence(List<Phrase> parts) {
            this.parts = parts.toArray(new Phrase[0]);
        }

        @Override
        public void write(IndentedJson json, Prose prose) throws IOException {
            for (Phrase part : parts) {
                part.write(json, prose);
            }
        }
    }

    /** A whole number, both bounds included. */
    record Numeral(int from, int to) implements Phrase {
        @Override
        public void write(IndentedJson json, Prose prose) throws IOException {
            json.number(prose.draws().between(from, to));
        }
    }
}
