package loom.aml.server.page.view;

import java.util.ArrayList;
import java.util.List;

/** A sentence of which some words are marked. */
public record MarkedText(List<Part> parts) {

    /** A part of the sentence. */
    public record Part(String text, boolean isMarked) {}

    public MarkedText {
        parts = List.copyOf(parts);
    }

    /**
     * Marks words of a sentence.
     *
     * @param words in the order of the sentence; one that does not follow the word before it is passed over
     */
    public static MarkedText of(String sentence, List<String> words) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (String word : words) {
            int at = word.isEmpty() ? -1 : sentence.indexOf(word, from);
            if (at >= 0) {
                if (at > from) {
                    parts.add(new Part(sentence.substring(from, at), false));
                }
                parts.add(new Part(word, true));
                from = at + word.length();
            }
        }
        if (from < sentence.length()) {
            parts.add(new Part(sentence.substring(from), false));
        }
        return new MarkedText(parts);
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }
}
