package loom.aml.item.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A range of an array of bytes, which must not change. */
public record Slice(byte[] bytes, int from, int to) {
    static final Slice NONE = new Slice(new byte[0], 0, 0);

    public static Slice of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Slice(bytes, 0, bytes.length);
    }

    public int length() {
        return to - from;
    }

    boolean isEmpty() {
        return from == to;
    }

    public byte first() {
        return bytes[from];
    }

    public boolean contains(char c) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == c) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the bytes equal an ASCII text. */
    public boolean is(String ascii) {
        if (length() != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean isSameAs(Slice other) {
        return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(bytes, from, length());
    }

    @Override
    public String toString() {
        return new String(bytes, from, length(), StandardCharsets.UTF_8);
    }
}
