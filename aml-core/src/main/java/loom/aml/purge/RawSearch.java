package loom.aml.purge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches bytes for texts in the forms that files have: UTF-8, escaped once or twice as in JSON, with and without escapes of characters
 * beyond ASCII, and UTF-16 in either byte order. Immutable.
 */
final class RawSearch {
    /** The least bytes of a form that is searched for: shorter ones occur in checksums and compressed data by chance. */
    static final int LEAST = 8;

    private static final int KEY = 4;
    private static final int FILTER = 1 << 16;
    private static final int CHUNK = 1 << 20;

    private final Map<Integer, List<byte[]>> byBeginning = new HashMap<>();
    private final boolean[] filter = new boolean[FILTER];
    private int longest;

    RawSearch(Collection<String> texts) {
        for (String text : texts) {
            add(text.getBytes(StandardCharsets.UTF_8));
            String escaped = escaped(text, false);
            String ascii = escaped(text, true);
            add(escaped.getBytes(StandardCharsets.UTF_8));
            add(ascii.getBytes(StandardCharsets.UTF_8));
            add(escaped(escaped, false).getBytes(StandardCharsets.UTF_8));
            add(escaped(ascii, false).getBytes(StandardCharsets.UTF_8));
            add(text.getBytes(StandardCharsets.UTF_16LE));
            add(text.getBytes(StandardCharsets.UTF_16BE));
        }
    }

    /** Returns whether a text is too short for a search of bytes. */
    static boolean isTooShort(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length < LEAST;
    }

    private void add(byte[] form) {
        if (form.length < LEAST) {
            return;
        }
        List<byte[]> forms = byBeginning.computeIfAbsent(key(form, 0), _ -> new ArrayList<>());
        if (forms.stream().noneMatch(other -> Arrays.equals(other, form))) {
            forms.add(form);
            filter[hash(key(form, 0))] = true;
            longest = Math.max(longest, form.length);
        }
    }

    private static String escaped(String text, boolean isAscii) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isAscii && c > '~') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static int key(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    private static int hash(int key) {
        return key * 0x9e37_79b9 >>> 16;
    }

    /** Returns whether there is anything to search for. */
    boolean isEmpty() {
        return longest == 0;
    }

    /** Returns the number of places in which a text was found. */
    int count(byte[] bytes) {
        return count(bytes, 0, bytes.length, bytes.length);
    }

    /** Returns the number of places in a stream, which is read to its end. */
    long count(InputStream in) throws IOException {
        int carried = 0;
        byte[] buffer = new byte[CHUNK + 2 * Math.max(KEY, longest)];
        long found = 0;
        while (true) {
            int n = in.readNBytes(buffer, carried, buffer.length - carried);
            int end = carried + n;
            boolean isLast = n < buffer.length - carried;
            // A text that begins in the last bytes is found when the bytes after it are there.
            int begin = isLast ? end : Math.max(0, end - Math.max(KEY, longest));
            found += count(buffer, 0, begin, end);
            if (isLast) {
                return found;
            }
            carried = end - begin;
            System.arraycopy(buffer, begin, buffer, 0, carried);
        }
    }

    private int count(byte[] bytes, int from, int begin, int end) {
        int found = 0;
        for (int at = from; at < begin && at + KEY <= end; at++) {
            int key = key(bytes, at);
            if (filter[hash(key)] && isAt(bytes, at, end, key)) {
                found++;
            }
        }
        return found;
    }

    private boolean isAt(byte[] bytes, int at, int end, int key) {
        for (byte[] form : byBeginning.getOrDefault(key, List.of())) {
            if (at + form.length <= end && Arrays.equals(bytes, at, at + form.length, form, 0, form.length)) {
                return true;
            }
        }
        return false;
    }
}
