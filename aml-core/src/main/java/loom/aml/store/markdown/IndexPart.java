package loom.aml.store.markdown;

import java.util.ArrayList;
import java.util.List;

/** A part of an index. The texts of all parts, joined, are the file. */
sealed interface IndexPart {
    /** Returns the exact text. */
    String raw();

    /** A link to a memory. */
    record Link(IndexLine line) implements IndexPart {
        @Override
        public String raw() {
            return line.raw();
        }
    }

    /**
     * A memory in the index itself.
     *
     * @param heading the line of the heading and the blank lines after it
     */
    record Section(String heading, String text) implements IndexPart {
        @Override
        public String raw() {
            return heading + text;
        }

        String title() {
            int[] range = MarkdownLines.titleOf(heading);
            return heading.substring(range[0], range[1]);
        }
    }

    /** One line of anything else: blank, prose before the first heading, a heading with nothing but links. */
    record Other(String raw) implements IndexPart {}

    /** A byte order mark. */
    String MARK = "\ufeff";

    /** Splits an index. */
    static List<IndexPart> of(String file) {
        List<IndexPart> parts = new ArrayList<>();
        boolean isMarked = file.startsWith(MARK);
        if (isMarked) {
            parts.add(new Other(MARK));
        }
        List<MarkdownLines.Line> lines = MarkdownLines.of(isMarked ? file.substring(1) : file);
        for (int i = 0; i < lines.size(); ) {
            MarkdownLines.Line line = lines.get(i);
            int end = i + 1;
            if (isLink(line)) {
                while (end < lines.size() && IndexLine.isContinuation(lines.get(end))) {
                    end++;
                }
                IndexLine link = IndexLine.of(joined(lines, i, end));
                parts.add(link == null ? new Other(line.raw()) : new Link(link));
                i = link == null ? i + 1 : end;
                continue;
            }
            if (line.isHeading()) {
                boolean hasProse = false;
                while (end < lines.size() && !lines.get(end).isHeading() && !isLink(lines.get(end))) {
                    hasProse |= isProse(lines.get(end));
                    end++;
                }
                if (hasProse) {
                    parts.add(section(lines, i, end));
                    i = end;
                    continue;
                }
            }
            for (MarkdownLines.Line each : lines.subList(i, end)) {
                parts.add(new Other(each.raw()));
            }
            i = end;
        }
        return parts;
    }

    private static boolean isLink(MarkdownLines.Line line) {
        return line.kind() == MarkdownLines.Kind.TEXT && IndexLine.of(line.raw()) != null;
    }

    private static boolean isProse(MarkdownLines.Line line) {
        return line.kind() != MarkdownLines.Kind.COMMENT && !line.isBlank();
    }

    private static Section section(List<MarkdownLines.Line> lines, int heading, int end) {
        int text = heading + 1;
        while (lines.get(text).isBlank()) {
            text++;
        }
        return new Section(joined(lines, heading, text), joined(lines, text, end));
    }

    private static String joined(List<MarkdownLines.Line> lines, int from, int to) {
        StringBuilder raw = new StringBuilder();
        for (MarkdownLines.Line line : lines.subList(from, to)) {
            raw.append(line.raw());
        }
        return raw.toString();
    }
}
