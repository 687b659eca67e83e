package loom.aml.item;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import loom.aml.io.MemoryFile;

/** Asks an item something while it is there: it borrows the window of its reader, so it cannot be handed out. */
final class OneItem {
    private OneItem() {}

    /** What {@code question} gets from the item whose text this is. */
    static <T> T ask(String text, Function<Item, T> question) {
        List<T> answers = new ArrayList<>();
        try {
            CollectionReader.read(
                    MemoryFile.of("[" + text + "]").text(),
                    ItemKind.PATTERN,
                    item -> answers.add(question.apply(item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (answers.size() != 1) {
            throw new IllegalArgumentException("no item: " + text);
        }
        return answers.getFirst();
    }

    /** Whether something holds for the item whose text this is. */
    static boolean holds(String text, Predicate<Item> condition) {
        return ask(text, condition::test);
    }
}
