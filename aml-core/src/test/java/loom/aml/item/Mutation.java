package loom.aml.item;

import java.util.Arrays;
import java.util.Random;

/** Damages documents as accidents do: truncates them, removes or repeats a part, or changes a byte or a bit. */
public final class Mutation {
    /** Bytes with a meaning for a JSON parser or a UTF-8 decoder. */
    static final int[] SIGNIFICANT = {
        0, 1, 8, '\t', '\n', 0x0b, '\r', 0x1f, ' ', '"', '#', '\'', '*', '+', ',', '-', '.', '/', '0', '1', '9', ':',
        'E', 'N', '[', '\\', ']', 'a', 'e', 'f', 'n', 't', 'u', '{', '}', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
        0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff
    };

    private Mutation() {}

    /** Returns the document with one change. */
    public static byte[] of(byte[] text, Random random) {
        if (text.length == 0) {
            return new byte[] {'['};
        }
        int at = random.nextInt(text.length);
        int length = 1 + random.nextInt(Math.min(text.length - at, 6));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(text, at);
            case 1 -> spliced(text, at, length, new byte[0]);
            case 2 -> spliced(text, at, 0, Arrays.copyOfRange(text, at, at + length));
            case 3 -> spliced(text, at, 0, significant(random));
            case 4 -> spliced(text, at, 1, significant(random));
            default -> {
                byte[] flipped = text.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
        };
    }

    private static byte[] significant(Random random) {
        return new byte[] {(byte) SIGNIFICANT[random.nextInt(SIGNIFICANT.length)]};
    }

    private static byte[] spliced(byte[] text, int at, int removed, byte[] added) {
        byte[] result = new byte[text.length - removed + added.length];
        System.arraycopy(text, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(text, at + removed, result, at + added.length, text.length - at - removed);
        return result;
    }
}
