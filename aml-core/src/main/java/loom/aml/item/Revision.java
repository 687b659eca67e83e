package loom.aml.item;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Identifies the version of an item: a checksum of all its bytes except those of its id. Versions with the same bytes
 * have the same revision. Detects concurrent changes, not attacks; see {@link loom.aml.io.Checksum}.
 *
 * @param checksum 64 bits
 */
public record Revision(long checksum) {
    private static final int DIGITS = 2 * Long.BYTES;

    /** Returns the revision of an item as it is stored in its collection. */
    public static Revision of(Item item) {
        return new Revision(item.fingerprint().content());
    }

    /** Parses the result of {@link #toString}; empty if the text is not a revision. */
    public static Optional<Revision> parse(String text) {
        try {
            return text.length() == DIGITS
                    ? Optional.of(new Revision(HexFormat.fromHexDigitsToLong(text)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns 16 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(checksum);
    }
}
