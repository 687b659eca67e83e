package loom.aml.stale.mention;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decides whether the target of a Markdown link is a file that can be looked up: relative, with a known suffix, and not generated. */
final class LinkForm {
    /** Addresses, Windows paths, globs and placeholders have one of these. */
    private static final String FOREIGN = ":\\*{<\0";

    private LinkForm() {}

    /**
     * Reads a target.
     *
     * @param written the text between the parentheses, perhaps with a title and a fragment
     */
    static Optional<Mention> of(String written, int line) {
        String target = written.strip();
        int title = target.indexOf(" \"");
        target = title < 0 ? target : target.substring(0, title).strip();
        if (target.startsWith("<") && target.endsWith(">")) {
            target = target.substring(1, target.length() - 1);
        }
        String path = decoded(target.substring(0, endOfPath(target)));
        return isForeign(path) || !PathForm.hasSuffix(path) || PathForm.isGenerated(path)
                ? Optional.empty()
                : Optional.of(new Mention.FileLink(line, target, path));
    }

    private static int endOfPath(String target) {
        int end = 0;
        while (end < target.length() && "#?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isForeign(String path) {
        return path.isEmpty()
                || path.startsWith("/")
                || path.startsWith("~")
                || path.chars().anyMatch(c -> FOREIGN.indexOf(c) >= 0);
    }

    private static String decoded(String target) {
        try {
            return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign of its own.
            return target;
        }
    }
}
