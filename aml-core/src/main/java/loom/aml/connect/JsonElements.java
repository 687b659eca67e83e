package loom.aml.connect;

import java.util.ArrayList;
import java.util.List;
import loom.aml.item.text.JsonLayout;

/**
 * An array in a text that was checked, split into its elements. Appends an element and removes one again; every other
 * character is preserved. All numbers are offsets.
 *
 * @param open the opening bracket
 * @param close the closing bracket
 */
record JsonElements(JsoncScanner scanner, int open, int close, List<Element> elements) {

    /**
     * An element.
     *
     * @param comma the comma after it; -1 if absent
     */
    record Element(int start, int end, int comma) {}

    /** Reads the array that begins at a position. */
    static JsonElements at(JsoncScanner scanner, int open) throws ConfigSyntaxException {
        List<Element> elements = new ArrayList<>();
        int p = scanner.skipBlank(open + 1);
        while (scanner.at(p) != ']') {
            int start = p;
            int end = scanner.endOfValue(start);
            p = scanner.skipBlank(end);
            int comma = scanner.at(p) == ',' ? p : -1;
            p = comma < 0 ? p : scanner.skipBlank(comma + 1);
            elements.add(new Element(start, end, comma));
        }
        return new JsonElements(scanner, open, p, List.copyOf(elements));
    }

    private String text() {
        return scanner.text();
    }

    /**
     * Returns the text with one more element at the end, on lines of its own if the other elements are.
     *
     * @param unit the white space per level
     * @param isMultiLine whether an element of an empty array gets lines of its own
     */
    String with(String json, String unit, boolean isMultiLine) throws ConfigSyntaxException {
        ConfigText source = scanner.source();
        Element last = elements.isEmpty() ? null : elements.getLast();
        int from = last == null ? open + 1 : last.comma() < 0 ? last.end() : last.comma() + 1;
        int anchor = scanner.endOfComments(from, close);
        boolean ownLine = last == null
                ? isMultiLine || scanner.endsWithLineComment(from, close)
                : source.isFirstOnLine(last.start()) || scanner.endsWithLineComment(from, close);
        String outer = source.indentation(open);
        String indentation =
                last != null && source.isFirstOnLine(last.start()) ? source.indentation(last.start()) : outer + unit;
        String element = ownLine
                ? source.lineBreak()
                        + indentation
                        + new JsonLayout(indentation, unit).of(json).replace("\n", source.lineBreak())
                : (last == null ? "" : " ") + JsonLayout.COMPACT.of(json);
        StringBuilder after = new StringBuilder(text().length() + element.length() + 2).append(text(), 0, from);
        if (last != null && last.comma() < 0) {
            after.append(',');
        }
        after.append(text(), from, anchor).append(element);
        if (last != null && last.comma() >= 0) {
            after.append(',');
        }
        boolean isClosedOnOwnLine = text().substring(anchor, close).contains("\n");
        if (ownLine && last == null && !isClosedOnOwnLine) {
            after.append(source.lineBreak()).append(outer);
        }
        return after.append(text(), anchor, text().length()).toString();
    }

    /** Returns the text without an element, the comma that separates it and the white space before it. */
    String without(Element element) {
        int place = elements.indexOf(element);
        if (elements.size() == 1) {
            return text().substring(0, open + 1) + text().substring(close);
        }
        if (place == elements.size() - 1) {
            Element previous = elements.get(place - 1);
            int start = scanner.source().skipBlankBack(element.start());
            // With a comma of its own, that of the previous element stays.
            String between = element.comma() < 0
                    ? text().substring(previous.end(), previous.comma()) + text().substring(previous.comma() + 1, start)
                    : text().substring(previous.end(), start);
            int end = element.comma() < 0 ? element.end() : element.comma() + 1;
            return text().substring(0, previous.end()) + between + text().substring(end);
        }
        Element next = elements.get(place + 1);
        return text().substring(0, element.start()) + text().substring(next.start());
    }
}
