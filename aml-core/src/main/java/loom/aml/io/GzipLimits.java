package loom.aml.io;

/**
 * How far a gzip file may grow before it is taken for a bomb and left alone.
 *
 * @param maxBytes text bytes allowed at all
 * @param maxRatio text bytes allowed for each stored byte, once the text has passed {@code ratioFrom} bytes
 * @param ratioFrom text size from which the ratio counts
 */
public record GzipLimits(long maxBytes, int maxRatio, long ratioFrom) {

    /** Real stores shrink 4 to 12 times; 200 times beyond 64 MiB has never been memory. */
    public static final GzipLimits DEFAULT = new GzipLimits(64_000_000_000L, 200, 64L << 20);

    /** For what we compressed ourselves: items that repeat each other shrink a thousand times. */
    public static final GzipLimits OWN = new GzipLimits(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Whether a file may grow to so many bytes of text. */
    public boolean allow(long textBytes, long storedBytes) {
        return textBytes <= maxBytes && (textBytes <= ratioFrom || textBytes <= storedBytes * maxRatio);
    }
}
