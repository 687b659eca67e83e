package loom.aml.item;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import loom.aml.io.MemoryFile;

/** Applies functions to an item while it is valid: it refers to the window of its reader and cannot be returned. */
final class OneItem {
    private OneItem() {}

    /** Applies a function to the item with this text. */
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

    /** Tests a condition on the item with this text. */
    static boolean holds(String text, Predicate<Item> condition) {
        return ask(text, condition::test);
    }
}
