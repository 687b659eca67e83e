package loom.aml.store.markdown;

import loom.aml.io.DamagedException;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemLesson;
import loom.aml.item.ItemTitle;
import loom.aml.store.ItemChange;

/** The words of an index about a note. */
final class ItemWords {
    /** A line of an index should be short: its reader loads a limited number of bytes. */
    private static final int LONGEST_HOOK = 100;

    private ItemWords() {}

    /** Returns the item that a put stores. */
    static Item of(ItemChange.Put put) {
        try {
            return Item.alone(put.text(), put.key().kind());
        } catch (DamagedException e) {
            throw new IllegalArgumentException("not an item: " + put.key(), e);
        }
    }

    /** Returns the words behind the title: the beginning of the lesson or of the text, cut between words. */
    static String hook(Item item) {
        String lesson = ItemLesson.of(item);
        return cut(lesson.equals(ItemTitle.of(item)) ? firstLine(item) : lesson);
    }

    private static String firstLine(Item item) {
        String text = item.text(Field.TEXT);
        return text == null
                ? ""
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .findFirst()
                        .orElse("");
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_HOOK) {
            return text;
        }
        int end = text.lastIndexOf(' ', LONGEST_HOOK);
        return text.substring(0, end <= 0 ? LONGEST_HOOK : end) + "…";
    }
}
