package loom.aml.app.search;

import java.util.LinkedHashSet;
import java.util.Set;
import loom.aml.index.text.Folding;
import loom.aml.index.text.WordSplitter;
import loom.aml.item.Item;
import loom.aml.item.ItemLesson;
import loom.aml.item.ItemTitle;

/** The different words of an item, by which items are compared with each other. */
final class ItemWords {
    private final Set<String> words = new LinkedHashSet<>();
    private final WordSplitter splitter = new WordSplitter((text, from, to, advances) -> {
        if (advances) {
            words.add(Folding.fold(new String(text, from, to - from)));
        }
    });

    /** Adds the words of the title and the lesson. */
    static ItemWords of(Item item) {
        ItemWords words = new ItemWords();
        words.splitter.split(ItemTitle.of(item));
        words.splitter.split(ItemLesson.of(item));
        return words;
    }

    /** Adds the words of other texts. */
    ItemWords and(Iterable<String> texts) {
        texts.forEach(splitter::split);
        return this;
    }

    /** Returns them in the order of their first occurrence. */
    Set<String> all() {
        return words;
    }
}
