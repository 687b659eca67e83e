package loom.aml.connect;

/** Fills a file without any content of its client, such as an empty one or one with comments alone, and empties it again. */
final class BlankDocument {
    private BlankDocument() {}

    /** Returns the file with a content that starts a line. The file ends with a line break if it did before. */
    static Insertion fill(ConfigText source, String content) {
        String text = source.endsLine()
                ? source.text() + content + source.lineBreak()
                : source.text() + source.lineBreak() + content;
        return new Insertion(text, Extent.DOCUMENT, "");
    }

    /** Returns the text without the content between two positions and the line break that was added with it. */
    static String empty(String text, int from, int to) {
        String before = text.substring(0, from);
        String after = text.substring(to);
        if (after.isEmpty()) {
            return before.endsWith("\r\n")
                    ? before.substring(0, before.length() - 2)
                    : before.endsWith("\n") ? before.substring(0, before.length() - 1) : before;
        }
        return before
                + (after.startsWith("\r\n") ? after.substring(2) : after.startsWith("\n") ? after.substring(1) : after);
    }
}
