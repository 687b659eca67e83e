package loom.aml.locate;

/**
 * The name of the folder in which Claude Code keeps the data of a project.
 *
 * <pre>
 * /home/me/src/my_app      -home-me-src-my-app
 * a path of 230 units      the first 200 units of its name, "-", and its hash in base 36
 * </pre>
 *
 * <p>Several paths can have the same name: {@code my_app} and {@code my/app}.
 */
public final class ProjectSlug {
    /** Longer names are cut. */
    static final int LONGEST = 200;

    private static final int BASE = 36;

    private ProjectSlug() {}

    /** Returns the name for a path: every UTF-16 unit except ASCII letters and digits becomes a dash. */
    public static String of(String path) {
        String dashed = dashed(path);
        return dashed.length() <= LONGEST
                ? dashed
                : dashed.substring(0, LONGEST) + '-' + Long.toString(Math.abs((long) path.hashCode()), BASE);
    }

    /** Returns a path or a name with dashes, uncut. */
    static String dashed(String name) {
        StringBuilder dashed = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isKept = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            dashed.append(isKept ? c : '-');
        }
        return dashed.toString();
    }

    /** Returns whether a name may have been cut. */
    static boolean isCut(String slug) {
        return slug.length() > LONGEST;
    }
}
