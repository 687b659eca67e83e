package loom.aml.migrate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version of the shape of an item: {@code 1.2.0}. */
public record SchemaVersion(int major, int minor, int patch) implements Comparable<SchemaVersion> {

    /** What the runtime writes. */
    public static final SchemaVersion V1_0_0 = new SchemaVersion(1, 0, 0);

    public static final SchemaVersion V1_1_0 = new SchemaVersion(1, 1, 0);
    public static final SchemaVersion V1_2_0 = new SchemaVersion(1, 2, 0);
    public static final SchemaVersion V2_0_0 = new SchemaVersion(2, 0, 0);

    /** The newest version that the TypeScript runtime still serves queries from. */
    public static final SchemaVersion NEWEST_OF_RUNTIME = V1_2_0;

    private static final int MAX_DIGITS = 6;

    public SchemaVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException("no version: " + major + "." + minor + "." + patch);
        }
    }

    /**
     * The version that a text names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static SchemaVersion parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no schema version; one is written like " + NEWEST_OF_RUNTIME));
    }

    /** The version that a text names, if it names one. */
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

    /** Whether the runtime can serve queries from items of this version. */
    public boolean isReadByRuntime() {
        return compareTo(NEWEST_OF_RUNTIME) <= 0;
    }

    @Override
    public int compareTo(SchemaVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    // Written out for the same reason as those of FileState: linking them at run time shows in the start time.
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
