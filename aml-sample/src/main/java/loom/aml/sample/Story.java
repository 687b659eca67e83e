package loom.aml.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The topic of a memory: templates for the texts of an item. Written as lines of {@code key: template}; a repeated key
 * adds another template.
 */
final class Story {
    private final Map<String, List<Phrase>> texts = new HashMap<>();

    private Story(Grammar grammar, List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException("not a line of a story: " + line);
            }
            texts.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                    .add(grammar.phrase(line.substring(colon + 2)));
        }
    }

    /** Reads stories, which are separated by empty lines. */
    static List<Story> read(Grammar grammar, String text) {
        List<Story> stories = new ArrayList<>();
        for (String block : text.strip().split("\n\n+", -1)) {
            stories.add(new Story(grammar, block.lines().toList()));
        }
        return List.copyOf(stories);
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    /** Returns one of the texts of a key. */
    String one(String key, Prose prose) {
        List<Phrase> phrases = phrases(key);
        return phrases.get(prose.draws().below(phrases.size())).of(prose);
    }

    /** Returns several texts of a key in order, at most as many as exist. */
    List<String> some(String key, int fewest, int most, Prose prose) {
        List<Phrase> phrases = phrases(key);
        int count = Math.min(phrases.size(), prose.draws().between(fewest, most));
        int first = prose.draws().below(phrases.size() - count + 1);
        List<String> some = new ArrayList<>(count);
        for (Phrase phrase : phrases.subList(first, first + count)) {
            some.add(phrase.of(prose));
        }
        return some;
    }

    private List<Phrase> phrases(String key) {
        List<Phrase> phrases = texts.get(key);
        if (phrases == null) {
            throw new IllegalArgumentException("the story has no text for " + key);
        }
        return phrases;
    }
}
