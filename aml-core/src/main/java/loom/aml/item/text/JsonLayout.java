package loom.aml.item.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reformats valid JSON without changing its tokens: number format, escapes and key order are preserved.
 *
 * @param indentation the white space before each line of the value except the first
 * @param unit the white space per nesting level; empty for a single line
 */
public record JsonLayout(String indentation, String unit) {

    /** One line without white space between the tokens. */
    public static final JsonLayout COMPACT = new JsonLayout("", "");

    /** Two spaces per level, as {@code JSON.stringify(value, null, 2)} formats the elements of an array. */
    public static final JsonLayout INDENTED = new JsonLayout("  ", "  ");

    /** Two spaces per level, as a separate document. */
    public static final JsonLayout DOCUMENT = new JsonLayout("", "  ");

    /**
     * Returns the layout of elements with this separator.
     *
     * @param separator the text between two elements: {@code ",\n  "}
     */
    public static JsonLayout ofElements(byte[] separator) {
        String text = new String(separator, StandardCharsets.UTF_8);
        int line = text.lastIndexOf('\n');
        if (line < 0) {
            return COMPACT;
        }
        String indentation = text.substring(line + 1);
        return new JsonLayout(indentation, indentation.isBlank() && !indentation.isEmpty() ? indentation : "  ");
    }

    /** Formats one JSON value, which must be valid. */
    public String of(String json) {
        return new String(of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Formats one JSON value, which must be valid. */
    public byte[] of(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + json.length / 4);
        int depth = 0;
        boolean isEmptyContainer = false;
        for (int p = 0; p < json.length; p++) {
            byte b = json[p];
            switch (b) {
                case ' ', '\t', '\r', '\n' -> {
                    // Replaced by the new layout.
                }
                case '{', '[' -> {
                    startLineAfterOpening(out, depth, isEmptyContainer);
                    out.write(b);
                    depth++;
                    isEmptyContainer = true;
                }
                case '}', ']' -> {
                    depth--;
                    if (!isEmptyContainer) {
                        startLine(out, depth);
                    }
                    isEmptyContainer = false;
                    out.write(b);
                }
                case ',' -> {
                    out.write(b);
                    startLine(out, depth);
                }
                case ':' -> {
                    out.write(b);
                    if (!unit.isEmpty()) {
                        out.write(' ');
                    }
                }
                default -> {
                    startLineAfterOpening(out, depth, isEmptyContainer);
                    isEmptyContainer = false;
                    int end = endOfToken(json, p);
                    out.write(json, p, end - p);
                    p = end - 1;
                }
            }
        }
        return out.toByteArray();
    }

    /** Returns a document without surrounding white space, such as the line break at the end of a file. */
    public static byte[] stripped(byte[] json) {
        int from = 0;
        int to = json.length;
        while (from < to && isBlank(json[from])) {
            from++;
        }
        while (from < to && isBlank(json[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(json, from, to);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private void startLineAfterOpening(ByteArrayOutputStream out, int depth, boolean isFirst) {
        if (isFirst) {
            startLine(out, depth);
        }
    }

    private void startLine(ByteArrayOutputStream out, int depth) {
        if (!unit.isEmpty()) {
            out.write('\n');
            out.writeBytes((indentation + unit.repeat(depth)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int endOfToken(byte[] json, int from) {
        int p = from;
        if (json[p] == '"') {
            p++;
            while (json[p] != '"') {
                p += json[p] == '\\' ? 2 : 1;
            }
            return p + 1;
        }
        while (p < json.length && " \t\r\n,:{}[]".indexOf(json[p]) < 0) {
            p++;
        }
        return p;
    }
}
