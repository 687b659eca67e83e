package loom.aml.cli.print;

import java.nio.charset.StandardCharsets;
import loom.aml.io.FileName;
import loom.aml.io.Printable;

/** Quotes words for a shell. */
public final class ShellWord {
    private static final String PLAIN = "_./:@%+-";

    private ShellWord() {}

    /**
     * Returns a text as one word: in quotes if the shell would interpret it, and as {@code $'...'} if it contains
     * unprintable characters. The word can always be printed and pasted.
     */
    public static String of(String text) {
        if (!Printable.of(text).equals(text)) {
            return escaped(text);
        }
        return isPlain(text) ? text : quoted(text);
    }

    /** Returns a text as one word for any POSIX shell, in single quotes. */
    public static String ofPosix(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
    }

    /** Escapes bytes that are not printable ASCII as three octal digits, so that a following digit is not included. */
    private static String escaped(String text) {
        byte[] name = FileName.encode(text);
        StringBuilder word = new StringBuilder("$'");
        for (byte b : name == null ? text.getBytes(StandardCharsets.UTF_8) : name) {
            if (b == '\'' || b == '\\') {
                word.append('\\').append((char) b);
            } else if (b >= ' ' && b < 0x7f) {
                word.append((char) b);
            } else {
                word.append('\\').append((char) ('0' + (b >> 6 & 3)));
                word.append((char) ('0' + (b >> 3 & 7))).append((char) ('0' + (b & 7)));
            }
        }
        return word.append('\'').toString();
    }
}
