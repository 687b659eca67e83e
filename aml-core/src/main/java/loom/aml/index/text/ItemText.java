package loom.aml.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import loom.aml.item.Item;
import loom.aml.item.JsonText;

/**
 * Extracts the words of an item from its JSON: of every string and number at any depth, except metrics and dates, which
 * are searched by field. Keys are not included. Reads the bytes, which must be valid JSON, in one pass without creating
 * objects. Not thread-safe.
 */
public final class ItemText {

    /** The treatment of a root key's value. */
    private enum Part {
        ALL,
        STRINGS,
        NOTHING
    }

    private static final Map<String, Part> PARTS = parts();

    private static final int[] ASCII_SIGNS =
            IntStream.range(0, 128).filter(Symbols::isSign).toArray();

    /** The maximum number of symbols kept of an item. */
    private static final int MOST_SIGNS = 256;

    private final WordSplitter.Sink sink;
    private final WordSplitter splitter;
    private final boolean[] signsOfAscii = new boolean[128];
    private final Set<Integer> otherSigns = new HashSet<>();
    private char[] decoded = new char[1 << 10];

    public ItemText(WordSplitter.Sink sink) {
        this.sink = sink;
        this.splitter = new WordSplitter(sink);
    }

    private static Map<String, Part> parts() {
        Map<String, Part> parts = new HashMap<>();
        for (String key : new String[] {
            "id",
            "agent",
            "timestamp",
            "active",
            "version",
            "metadata",
            "metrics",
            "performance",
            "evolution",
            "lifecycle",
            "effectiveness",
            "verifiedCount",
            "reviewedAt",
            "reviewed_at",
            "success_rate",
            "successRate",
            "confidence",
            "confidence_score",
            "confidenceScore",
            "use_count",
            "useCount",
            "usage_count",
            "usageCount",
            "execution_count",
            "executionCount",
            "created",
            "created_at",
            "createdAt",
            "last_used",
            "lastUsed",
            "last_used_at",
            "lastUsedAt",
            "updated",
            "updated_at",
            "updatedAt",
            "date"
        }) {
            parts.put(key, Part.NOTHING);
        }
        parts.put("outcome", Part.STRINGS);
        return parts;
    }

    /** Reads an item. */
    public void read(Item item) {
        Arrays.fill(signsOfAscii, false);
        otherSigns.clear();
        try {
            item.writeTo((bytes, offset, length) -> read(bytes, offset, offset + length));
        } catch (IOException e) {
            // This class throws no such exception.
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the item in {@code json[from, to)}. */
    public void read(byte[] json, int from, int to) {
        int depth = 0;
        Part part = Part.ALL;
        int p = from;
        while (p < to) {
            switch (json[p]) {
                case '{', '[' -> {
                    depth++;
                    p++;
                }
                case '}', ']' -> {
                    depth--;
                    p++;
                }
                case '"' -> {
                    int end = endOfString(json, p + 1);
                    int next = afterBlank(json, end + 1, to);
                    if (next < to && json[next] == ':') {
                        if (depth == 1) {
                            part = partOf(json, p + 1, end);
                        }
                        p = next + 1;
                    } else {
                        if (part != Part.NOTHING) {
                            string(json, p + 1, end);
                        }
                        p = next;
                    }
                }
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                    int end = endOfNumber(json, p, to);
                    if (part == Part.ALL) {
                        string(json, p, end);
                    }
                    p = end;
                }
                default -> p++;
            }
        }
    }

    private static Part partOf(byte[] json, int from, int to) {
        return PARTS.getOrDefault(new String(json, from, to - from, StandardCharsets.UTF_8), Part.ALL);
    }

    private static int endOfString(byte[] json, int p) {
        while (json[p] != '"') {
            p += json[p] == '\\' ? 2 : 1;
        }
        return p;
    }

    private static int endOfNumber(byte[] json, int p, int to) {
        while (p < to && (json[p] == '-' || json[p] == '+' || json[p] == '.' || Character.isLetterOrDigit(json[p]))) {
            p++;
        }
        return p;
    }

    private static int afterBlank(byte[] json, int p, int to) {
        while (p < to && (json[p] == ' ' || json[p] == '\n' || json[p] == '\r' || json[p] == '\t')) {
            p++;
        }
        return p;
    }

    private void string(byte[] json, int from, int to) {
        sink.gap();
        if (decoded.length < to - from) {
            decoded = new char[(to - from) * 2];
        }
        char[] into = decoded;
        int length = 0;
        for (int p = from; p < to; p++) {
            byte b = json[p];
            if (b < 0 || b == '\\') {
                String text = slowly(json, from, to);
                signs(text);
                splitter.split(text);
                return;
            }
            signsOfAscii[b] = true;
            into[length++] = (char) b;
        }
        splitter.split(into, 0, length);
    }

    private void signs(String text) {
        for (int p = 0; p < text.length(); p++) {
            char c = text.charAt(p);
            if (c < 128) {
                signsOfAscii[c] = true;
            } else if (!Character.isLetterOrDigit(c) && !Character.isLowSurrogate(c)) {
                int point = text.codePointAt(p);
                if (Symbols.isSign(point) && otherSigns.size() < MOST_SIGNS) {
                    otherSigns.add(point);
                }
            }
        }
    }

    /** Returns the distinct symbols of the last item read. */
    public int[] signs() {
        int[] signs = new int[ASCII_SIGNS.length + otherSigns.size()];
        int count = 0;
        for (int sign : ASCII_SIGNS) {
            if (signsOfAscii[sign]) {
                signs[count++] = sign;
            }
        }
        for (int sign : otherSigns) {
            signs[count++] = sign;
        }
        return Arrays.copyOf(signs, count);
    }

    /** Decodes a string with escapes or with characters outside ASCII. */
    private static String slowly(byte[] json, int from, int to) {
        return JsonText.decode(json, from, to);
    }
}
