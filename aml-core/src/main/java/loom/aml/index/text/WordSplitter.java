package loom.aml.index.text;

import java.text.Normalizer;

/**
 * Splits natural-language text and source code into words, without case ({@link Folding}). Text joined by {@code _ - . / \ : @ # $ + '}, or
 * written in camel case, is split into parts; the whole is kept too, so that its exact spelling matches.
 *
 * <pre>
 *   text                          parts                             whole
 *   slow query                    slow, query
 *   TypeError                     type, error                       typeerror
 *   HTTPServer2Go                 http, server2, go                 httpserver2go
 *   src/io/read_all.ts            src, io, read, all, ts            src/io/read_all.ts
 *   10.6.0  ECONNREFUSED  utf8    10, 6, 0; econnrefused; utf8      10.6.0
 *   v20.11.1  python3.12          v20 or 20, 11, 1; python3 or 3, 12       v20.11.1  python3.12
 *   你好                           你, 好
 * </pre>
 *
 * <p>A whole has the position of its first part, so that parts in a row form a phrase. Text is compared in Unicode's composed
 * form (NFC). Not thread-safe.
 */
public final class WordSplitter {

    /** The maximum length of a part in characters; nobody types longer words. */
    static final int LONGEST_PART = 64;

    /** Longer words are kept as parts only. */
    static final int LONGEST_WHOLE = 128;

    /** The maximum number of joining characters in a row within a word: {@code std::vec}. */
    private static final int LONGEST_JOINT = 2;

    private static final byte OTHER = 0;
    private static final byte LOWER = 1;
    private static final byte UPPER = 2;
    private static final byte DIGIT = 3;
    private static final byte JOINT = 4;
    private static final byte ALONE = 5;
    private static final byte[] ASCII = ascii();

    private static final int FIRST_COMBINING = 0x300;

    private final Sink sink;
    private final char[] word = new char[LONGEST_WHOLE];
    private int wordLength;
    private final int[] partStart = new int[LONGEST_WHOLE];
    private final int[] partEnd = new int[LONGEST_WHOLE];
    private final char[] folded = new char[Folding.MOST];
    private int parts;

    /** Receives words. */
    public interface Sink {

        /**
         * Receives a word.
         *
         * @param advances whether it follows the previous word; if false, it is an alternative at the same position
         */
        void word(char[] text, int from, int to, boolean advances);

        /** Marks the start of another text; phrases do not extend across it. */
        default void gap() {}
    }

    public WordSplitter(Sink sink) {
        this.sink = sink;
    }

    private static byte[] ascii() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < kinds.length; c++) {
            kinds[c] = c >= 'a' && c <= 'z'
                    ? LOWER
                    : c >= 'A' && c <= 'Z' ? UPPER : c >= '0' && c <= '9' ? DIGIT : isJoint(c) ? JOINT : OTHER;
        }
        return kinds;
    }

    private static boolean isJoint(char c) {
        return "_-./\\:@#$+'".indexOf(c) >= 0;
    }

    /** Returns the number of consecutive words in a text. */
    public static int count(String text) {
        int[] count = new int[1];
        new WordSplitter((_, _, _, advances) -> count[0] += advances ? 1 : 0).split(text);
        return count[0];
    }

    /** Splits a text. */
    public void split(String text) {
        char[] chars = text.toCharArray();
        split(chars, 0, chars.length);
    }

    /** Splits {@code text[from, to)}. */
    public void split(char[] text, int from, int to) {
        if (mayBeDecomposed(text, from, to)) {
            String composed = Normalizer.normalize(new String(text, from, to - from), Normalizer.Form.NFC);
            cut(composed.toCharArray(), 0, composed.length());
        } else {
            cut(text, from, to);
        }
    }

    private static boolean mayBeDecomposed(char[] text, int from, int to) {
        for (int p = from; p < to; p++) {
            if (text[p] >= FIRST_COMBINING) {
                return true;
            }
        }
        return false;
    }

    private void cut(char[] text, int from, int to) {
        int p = from;
        while (p < to) {
            byte kind = kindAt(text, p, to);
            int width = widthAt(text, p, to);
            if (kind == ALONE) {
                sink.word(text, p, p + width, true);
            } else if (kind == LOWER || kind == UPPER || kind == DIGIT) {
                p = word(text, p, to);
                continue;
            }
            p += width;
        }
    }

    /** Reads the word that begins at {@code p}; returns the position after it. */
    private int word(char[] text, int p, int to) {
        wordLength = 0;
        parts = 0;
        boolean isWhole = true;
        while (p < to) {
            p = part(text, p, to);
            int joint = p;
            while (joint < to && joint - p < LONGEST_JOINT && text[joint] < 128 && ASCII[text[joint]] == JOINT) {
                joint++;
            }
            if (joint < to && isInWord(kindAt(text, joint, to))) {
                isWhole &= wordLength + joint - p <= LONGEST_WHOLE;
                for (int i = p; i < joint && isWhole; i++) {
                    word[wordLength++] = text[i];
                }
                if (!isWhole || wordLength == LONGEST_WHOLE) {
                    flush(false);
                    isWhole = false;
                }
                p = joint;
            } else {
                break;
            }
        }
        flush(isWhole);
        return p;
    }

    private static boolean isInWord(byte kind) {
        return kind == LOWER || kind == UPPER || kind == DIGIT;
    }

    /** Reads a run of letters and digits and splits it into parts; returns the position after it. */
    private int part(char[] text, int p, int to) {
        int start = wordLength;
        byte before = OTHER;
        while (p < to) {
            char c = text[p];
            byte kind = c < 128 ? ASCII[c] : kindAt(text, p, to);
            if (!isInWord(kind)) {
                break;
            }
            if (kind == UPPER && wordLength > start && beginsPart(text, p, to, before)) {
                end(start);
                start = wordLength;
            }
            int length = c < 128 ? 1 : Folding.fold(Character.codePointAt(text, p, to), folded);
            if (wordLength + length > LONGEST_WHOLE) {
                // Too long for a whole: the text so far becomes a separate word.
                end(start);
                flush(false);
                start = 0;
            }
            if (c < 128) {
                word[wordLength++] = kind == UPPER ? (char) (c | 0x20) : c;
                p++;
            } else {
                System.arraycopy(folded, 0, word, wordLength, length);
                wordLength += length;
                p += widthAt(text, p, to);
            }
            before = kind;
        }
        end(start);
        return p;
    }

    /** Returns whether a part begins here: at the C in {@code camelCase}, at the S in {@code HTTPServer}. */
    private static boolean beginsPart(char[] text, int p, int to, byte before) {
        return before != UPPER || (p + 1 < to && kindAt(text, p + 1, to) == LOWER);
    }

    private void end(int start) {
        if (wordLength > start) {
            partStart[parts] = start;
            partEnd[parts] = wordLength;
            parts++;
        }
    }

    private void flush(boolean isWhole) {
        boolean withWhole = isWhole && parts > 1;
        if (withWhole) {
            sink.word(word, 0, wordLength, true);
        }
        for (int i = 0; i < parts; i++) {
            int end = Math.min(partEnd[i], partStart[i] + LONGEST_PART);
            sink.word(word, partStart[i], end, i > 0 || !withWhole);
            int number = i + 1 < parts ? versionIn(i) : end;
            if (number < end) {
                sink.word(word, number, end, false);
            }
        }
        parts = 0;
        wordLength = 0;
    }

    /**
     * Returns the position of the number in {@code v20} of {@code v20.11}; the end of the part if it does not begin a
     * version.
     */
    private int versionIn(int part) {
        int end = partEnd[part];
        int next = partStart[part + 1];
        if (next != end + 1 || word[end] != '.' || !isDigit(word[next]) || !isDigit(word[end - 1])) {
            return end;
        }
        int number = end;
        while (number > partStart[part] && isDigit(word[number - 1])) {
            number--;
        }
        return number > partStart[part] ? number : end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int widthAt(char[] text, int p, int to) {
        return Character.isHighSurrogate(text[p]) && p + 1 < to && Character.isLowSurrogate(text[p + 1]) ? 2 : 1;
    }

    private static byte kindAt(char[] text, int p, int to) {
        char c = text[p];
        if (c < 128) {
            return ASCII[c];
        }
        int point = Character.codePointAt(text, p, to);
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
            case Character.LOWERCASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> LOWER;
            case Character.OTHER_LETTER -> isWrittenWithoutBlanks(point) ? ALONE : LOWER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> DIGIT;
            default -> OTHER;
        };
    }

    /**
     * Returns whether a character belongs to a script without blanks between words, in which each character counts as a
     * word.
     */
    private static boolean isWrittenWithoutBlanks(int point) {
        return Character.isIdeographic(point)
                || (point >= 0x3040 && point <= 0x30ff)
                || (point >= 0x0e00 && point <= 0x0eff);
    }
}
