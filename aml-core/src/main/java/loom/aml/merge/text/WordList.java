package loom.aml.merge.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the lists of words beside this class. */
final class WordList {
    private WordList() {}

    /** Returns a list without its comments. */
    static String lines(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8).replaceAll("(?m)^#.*\n", "");
    }

    static byte[] bytes(String name) {
        try (InputStream stream = Objects.requireNonNull(WordList.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the words of a text that blanks separate. */
    static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"));
    }
}
