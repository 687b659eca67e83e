package loom.aml.stale.mention;

import java.util.Locale;
import java.util.Set;

/** The words of a line around a mention. */
final class Context {
    /** Words of lines about what is gone, planned, forbidden or written by a program. Nothing on such a line is expected to exist. */
    private static final Set<String> NOT_THERE = Set.of(
            ("removed deleted renamed gone formerly obsolete nonexistent generated generates generate writes outputs planned "
                            + "proposed hypothetical dropped vanished compiled dangling example e.g")
                    .split(" "));

    private static final String[] PHRASES = {
        "no longer",
        "does not exist",
        "doesn't exist",
        "do not exist",
        "don't exist",
        "did not exist",
        "didn't exist",
        "used to",
        "` \u2192 `",
        "` -> `",
        "moved from",
        "moved to",
        "never create",
        "not create",
        "don't create",
        "will be",
        "would be",
        "to be created",
        "there is no",
        "there's no",
        "for example",
        "write to",
        "written to",
        "gitignore",
        "another repo",
        "other repo",
        "different repo"
    };

    private static final Set<String> NOT_USED = Set.of(
            "not",
            "never",
            "avoid",
            "don't",
            "without",
            "instead",
            "no",
            "rejected",
            "considered",
            "unlike",
            "vs",
            "over");

    private Context() {}

    /** Returns whether a line says that what it mentions does not exist. */
    static boolean isOfAbsence(String line) {
        String lower = line.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        for (String phrase : PHRASES) {
            if (lower.contains(phrase)) {
                return true;
            }
        }
        return hasWord(lower, NOT_THERE);
    }

    /** Returns whether a line may say that something is not used. */
    static boolean isOfRefusal(String line) {
        return hasWord(line.toLowerCase(Locale.ROOT).replace('\u2019', '\''), NOT_USED);
    }

    /** Parts of names and paths are not words. */
    private static boolean hasWord(String lower, Set<String> words) {
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            boolean isOfWord = i < lower.length() && isOfWord(lower.charAt(i));
            if (isOfWord && start < 0) {
                start = i;
            } else if (!isOfWord && start >= 0) {
                int end = i;
                while (end > start && ".:-".indexOf(lower.charAt(end - 1)) >= 0) {
                    end--;
                }
                if (words.contains(lower.substring(start, end))) {
                    return true;
                }
                start = -1;
            }
        }
        return false;
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || "'./_-:".indexOf(c) >= 0;
    }
}
