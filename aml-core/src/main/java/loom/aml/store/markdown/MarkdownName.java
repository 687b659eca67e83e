package loom.aml.store.markdown;

/** The names of Markdown files and of the memories in them. */
final class MarkdownName {
    private static final String SUFFIX = ".md";

    private MarkdownName() {}

    /** Returns a path or target without {@code .md}. */
    static String withoutSuffix(String path) {
        int stem = path.length() - SUFFIX.length();
        return stem > 0 && path.regionMatches(true, stem, SUFFIX, 0, SUFFIX.length()) ? path.substring(0, stem) : path;
    }

    /** Returns the last segment of a path. */
    static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
