package loom.aml.app.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of a text, without their line breaks. A line that is there several times counts once. */
record Lines(List<String> all, Set<String> distinct) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    static Lines of(byte[] text) {
        List<String> all = new ArrayList<>();
        Set<String> distinct = new LinkedHashSet<>();
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
            String plain = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            all.add(plain);
            if (!plain.isBlank()) {
                distinct.add(plain);
            }
        }
        return new Lines(all, distinct);
    }

    /** Returns the lines that another text does not have. */
    List<String> without(Lines other) {
        List<String> left = new ArrayList<>();
        for (String line : distinct) {
            if (!other.distinct.contains(line)) {
                left.add(line);
            }
        }
        return left;
    }

    /** Returns the number of files that the lines link to and those of another text do not. */
    long linksWithout(Lines other) {
        Set<String> links = links();
        links.removeAll(other.links());
        return links.size();
    }

    /** Returns whether a line is there, or one that links to the same file. */
    boolean has(String line) {
        if (distinct.contains(line)) {
            return true;
        }
        Matcher link = LINK.matcher(line);
        return link.find() && links().contains(link.group(1));
    }

    private Set<String> links() {
        Set<String> links = new LinkedHashSet<>();
        for (String line : distinct) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                links.add(link.group(1));
            }
        }
        return links;
    }

    /**
     * Returns a text with lines put back: each after the line that it followed in an earlier version, or at the end.
     *
     * @param now the present text, whose other bytes are preserved
     */
    static byte[] merged(byte[] now, Lines before, List<String> dropped) {
        String text = new String(now, StandardCharsets.UTF_8);
        String lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        Set<String> missing = new LinkedHashSet<>(dropped);
        String previous = null;
        for (String line : before.all) {
            if (missing.remove(line)) {
                text = inserted(text, previous, line, lineBreak);
            }
            if (!line.isBlank()) {
                previous = line;
            }
        }
        for (String line : missing) {
            text = inserted(text, null, line, lineBreak);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String inserted(String text, @Nullable String previous, String line, String lineBreak) {
        int from = 0;
        while (previous != null && from <= text.length()) {
            int end = text.indexOf('\n', from);
            int stop = end < 0 ? text.length() : end;
            String present = text.substring(from, stop);
            if (present.equals(previous) || present.equals(previous + "\r")) {
                return end < 0
                        ? text + lineBreak + line
                        : text.substring(0, end + 1) + line + lineBreak + text.substring(end + 1);
            }
            from = end < 0 ? text.length() + 1 : end + 1;
        }
        boolean isOpen = !text.isEmpty() && !text.endsWith("\n");
        return text + (isOpen ? lineBreak : "") + line + lineBreak;
    }
}
