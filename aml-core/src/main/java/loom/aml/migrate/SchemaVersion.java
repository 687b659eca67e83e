package loom.aml.migrate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schema version of an item: {@code 1.2.0}. */
public record SchemaVersion(int major, int minor, int patch) implements Comparable<SchemaVersion> {

    /** The version that the runtime writes. */
    public static final SchemaVersion V1_0_0 = new SchemaVersion(1, 0, 0);

    public static final SchemaVersion V1_1_0 = new SchemaVersion(1, 1, 0);
    public static final SchemaVersion V1_2_0 = new SchemaVersion(1, 2, 0);
    public static final SchemaVersion V2_0_0 = new SchemaVersion(2, 0, 0);

    /** The newest version that the TypeScript runtime can query. */
    public static final SchemaVersion NEWEST_OF_RUNTIME = V1_2_0;

    private static final int MAX_DIGITS = 6;

    public SchemaVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException("not a version: " + major + "." + minor + "." + patch);
        }
    }

    /**
     * Parses a version.
     *
     * @throws IllegalArgumentException if the text is not a version
     */
    public static SchemaVersion parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not a schema version; expected a version such as " + NEWEST_OF_RUNTIME));
    }

    /** Parses a version; empty if the text is not a version. */
    static Optional<SchemaVersion> find(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        int major = number(text.substring(0, first));
        int minor = number(text.substring(first + 1, second));
        int patch = number(text.substring(second + 1));
        return major < 0 || minor < 0 || patch < 0
                ? Optional.empty()
                : Optional.of(new SchemaVersion(major, minor, patch));
    }

    private static int number(String digits) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(digits) : -1;
    }

    /** Returns whether the runtime can query items of this version. */
    public boolean isReadByRuntime() {
        return compareTo(NEWEST_OF_RUNTIME) <= 0;
    }

    @Override
    public int compareTo(SchemaVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    // Written out because linking the generated methods at run time slows the start; see FileState.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return (major * 31 + minor) * 31 + patch;
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
