package loom.aml.storage;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a backup target in an object store, {@code s3://bucket/prefix} or {@code gs://bucket/prefix}.
 *
 * @param prefix the beginning of all keys without its last slash; empty for the whole bucket
 */
public record ObjectStoreAddress(Scheme scheme, String bucket, String prefix) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    /** The characters that every store and every tool keeps as they are. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()/-]*");

    private static final int LONGEST_PREFIX = 200;

    /** The protocol of a store. */
    public enum Scheme {
        /** Amazon S3 and every store that is compatible. */
        S3,
        /** Google Cloud Storage. */
        GS;

        /** Returns the beginning of the addresses. */
        String start() {
            return name().toLowerCase(Locale.ROOT) + "://";
        }
    }

    /**
     * @throws IllegalArgumentException if no store accepts the bucket or the prefix; the message says why
     */
    public ObjectStoreAddress {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("'" + bucket
                    + "' is not the name of a bucket: names have at least 3 lowercase letters, digits, dots, dashes or"
                    + " underscores, and begin and end with a letter or digit");
        }
        if (prefix.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException(
                    "the prefix '" + prefix + "' has more than " + LONGEST_PREFIX + " characters");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("the prefix '" + prefix
                    + "' may contain only letters, digits, slashes and the characters ! _ . * ' ( ) -");
        }
        for (String part : prefix.isEmpty() ? new String[0] : prefix.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException(
                        "the prefix '" + prefix + "' contains an empty part, '.' or '..'; remove it");
            }
        }
    }

    /** Returns whether a text begins like an address of an object store, so that it is not a path. */
    public static boolean isAddress(String text) {
        for (Scheme scheme : Scheme.values()) {
            if (text.startsWith(scheme.start())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Parses an address. One slash at the end is ignored.
     *
     * @throws IllegalArgumentException if it is not valid; the message says why
     */
    public static ObjectStoreAddress parse(String text) {
        for (Scheme scheme : Scheme.values()) {
            if (text.startsWith(scheme.start())) {
                String rest = text.substring(scheme.start().length());
                int slash = rest.indexOf('/');
                String bucket = slash < 0 ? rest : rest.substring(0, slash);
                String prefix = slash < 0 ? "" : rest.substring(slash + 1);
                return new ObjectStoreAddress(
                        scheme, bucket, prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is not the address of an object store, such as s3://bucket/prefix or gs://bucket/prefix");
    }

    @Override
    public String toString() {
        return scheme.start() + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
