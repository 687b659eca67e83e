package loom.aml.stale.mention;

import java.util.Locale;
import java.util.Optional;
import loom.aml.stale.mention.Mention.Registry;

/**
 * Decides whether a word in backticks is a package that the repository depends on: the words beside it must say so, since
 * most names in backticks are something else.
 */
final class PackageForm {
    private static final int LONGEST = 120;

    private PackageForm() {}

    /**
     * Reads a package.
     *
     * @param before the text of the line before the backticks
     * @param after the text of the line after the backticks
     */
    static Optional<Mention> of(String word, int line, String before, String after) {
        if (word.isEmpty() || word.length() > LONGEST || Context.isOfRefusal(before)) {
            return Optional.empty();
        }
        if (isMaven(word)) {
            return says(before, after, "dependency") || says(before, after, "artifact")
                    ? Optional.of(new Mention.Dependency(line, word, Registry.MAVEN, artifact(word)))
                    : Optional.empty();
        }
        if (!isName(word)) {
            return Optional.empty();
        }
        if (says(before, after, "crate")) {
            return Optional.of(new Mention.Dependency(line, word, Registry.CARGO, word));
        }
        if (says(before, after, "npm package") || says(before, after, "npm dependency")) {
            return Optional.of(new Mention.Dependency(line, word, Registry.NPM, word));
        }
        if (says(before, after, "pypi package") || says(before, after, "pip package")) {
            return Optional.of(new Mention.Dependency(line, word, Registry.PYTHON, word));
        }
        boolean isScoped = word.startsWith("@");
        if (isScoped && (says(before, after, "package") || says(before, after, "library"))) {
            return Optional.of(new Mention.Dependency(line, word, Registry.NPM, word));
        }
        return says(before, after, "dependency")
                ? Optional.of(new Mention.Dependency(line, word, Registry.ANY, word))
                : Optional.empty();
    }

    /** Returns whether the words directly before or after the backticks are these. */
    private static boolean says(String before, String after, String words) {
        String next = after.strip().toLowerCase(Locale.ROOT);
        String last = before.strip().toLowerCase(Locale.ROOT);
        boolean isNext = next.startsWith(words)
                && (next.length() == words.length() || !Character.isLetter(next.charAt(words.length())));
        boolean isLast = last.endsWith(words)
                && (last.length() == words.length()
                        || !Character.isLetter(last.charAt(last.length() - words.length() - 1)));
        return isNext || isLast;
    }

    /** Returns whether a word is {@code group:artifact}, perhaps with a version. */
    private static boolean isMaven(String word) {
        String[] parts = word.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].indexOf('.') <= 0) {
            return false;
        }
        return isPlain(parts[0]) && isPlain(parts[1]) && (parts.length == 2 || isPlain(parts[2]));
    }

    private static String artifact(String word) {
        return word.split(":", -1)[1];
    }

    private static boolean isName(String word) {
        int slash = word.indexOf('/');
        if (word.startsWith("@")) {
            return slash > 1 && isPlain(word.substring(1, slash)) && isPlain(word.substring(slash + 1));
        }
        // With a slash it is rather a path; with a dot at its start a file.
        return slash < 0 && isPlain(word) && !PathForm.hasSuffix(word);
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isLetterOrDigit(text.charAt(i)) && "._-".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
