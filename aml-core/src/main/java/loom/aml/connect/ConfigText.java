package loom.aml.connect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The content of a configuration file as text.
 *
 * @param text the characters without the byte order mark
 * @param hasMark whether the file begins with a byte order mark
 */
record ConfigText(String text, boolean hasMark) {
    private static final String MARK = "\uFEFF";

    /** A file that does not exist. */
    static final ConfigText NONE = new ConfigText("", false);

    /**
     * Decodes a file. The bytes can be restored exactly from the result.
     *
     * @throws ConfigSyntaxException if the bytes are not UTF-8
     */
    static ConfigText decode(byte[] bytes) throws ConfigSyntaxException {
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
        String text = decoded.flip().toString();
        boolean hasMark = text.startsWith(MARK);
        ConfigText decodable = new ConfigText(hasMark ? text.substring(1) : text, hasMark);
        if (result.isError()) {
            throw new ConfigSyntaxException(decodable, decodable.text.length(), "is not UTF-8 from here");
        }
        return decodable;
    }

    /** Returns the content of the file. */
    byte[] bytes() {
        return ((hasMark ? MARK : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns another text for the same file. */
    ConfigText with(String other) {
        return new ConfigText(other, hasMark);
    }

    /** Returns the line separator of the file: that of its first line. */
    String lineBreak() {
        int first = text.indexOf('\n');
        return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    /** Returns whether text can be appended on a line of its own. */
    boolean endsLine() {
        return text.isEmpty() || text.endsWith("\n");
    }

    /** Returns the line of a character, counted from 1. */
    int line(int offset) {
        int line = 1;
        for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
            line++;
        }
        return line;
    }

    /** Returns the column of a character, counted from 1. */
    int column(int offset) {
        return text.codePointCount(lineStart(offset), offset) + 1;
    }

    /** Returns where the line of a character begins. */
    int lineStart(int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** Returns the white space at the beginning of the line of a character. */
    String indentation(int offset) {
        int start = lineStart(offset);
        int end = start;
        while (end < offset && isBlank(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    /** Returns whether only white space precedes a character on its line. */
    boolean isFirstOnLine(int offset) {
        return lineStart(offset) + indentation(offset).length() == offset;
    }

    /** Returns the white space that ends before a character. */
    int skipBlankBack(int offset) {
        int at = offset;
        while (at > 0 && (isBlank(text.charAt(at - 1)) || isLineBreak(text.charAt(at - 1)))) {
            at--;
        }
        return at;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
