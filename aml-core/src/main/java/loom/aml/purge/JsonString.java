package loom.aml.purge;

import java.util.ArrayList;
import java.util.List;

/**
 * The content of a string in JSON, without its quotes.
 *
 * @param text the text that contains it
 * @param from the offset of its first character
 * @param to the offset after its last character
 */
record JsonString(String text, int from, int to) {
    private static final int HEX = 4;

    private boolean isPlain() {
        int escape = text.indexOf('\\', from);
        return escape < 0 || escape >= to;
    }

    /** Returns the decoded string. An invalid escape stands for itself. */
    String decoded() {
        if (isPlain()) {
            return text.substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        for (int at = from; at < to; at = next(at)) {
            out.append(characterAt(at));
        }
        return out.toString();
    }

    /** Returns edits of the decoded string as edits of the text that contains it. */
    List<Edit> placed(List<Edit> edits) {
        List<Edit> placed = new ArrayList<>();
        int[] offsets = isPlain() ? null : offsets();
        for (Edit edit : edits) {
            placed.add(
                    offsets == null
                            ? new Edit(from + edit.from(), from + edit.to(), edit.with())
                            : new Edit(offsets[edit.from()], offsets[edit.to()], edit.with()));
        }
        return placed;
    }

    private int[] offsets() {
        int[] offsets = new int[to - from + 1];
        int count = 0;
        for (int at = from; at < to; at = next(at)) {
            offsets[count++] = at;
        }
        offsets[count] = to;
        return offsets;
    }

    /** Returns the offset after the character at an offset, which may be an escape. */
    private int next(int at) {
        if (text.charAt(at) != '\\' || at + 1 >= to) {
            return at + 1;
        }
        return text.charAt(at + 1) == 'u' && hex(at + 2) >= 0 ? at + 2 + HEX : at + 2;
    }

    private char characterAt(int at) {
        char c = text.charAt(at);
        if (c != '\\' || at + 1 >= to) {
            return c;
        }
        char escape = text.charAt(at + 1);
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> hex(at + 2) >= 0 ? (char) hex(at + 2) : escape;
            default -> escape;
        };
    }

    private int hex(int at) {
        if (at + HEX > to) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + HEX; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }
}
