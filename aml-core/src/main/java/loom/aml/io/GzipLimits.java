package loom.aml.io;

/**
 * The limits beyond which a gzip file is treated as a decompression bomb and left unchanged.
 *
 * @param maxBytes maximum size of the text in bytes
 * @param maxRatio maximum ratio of text bytes to stored bytes, checked once the text exceeds {@code ratioFrom} bytes
 * @param ratioFrom text size in bytes from which the ratio is checked
 */
public record GzipLimits(long maxBytes, int maxRatio, long ratioFrom) {

    /** Real stores have ratios of 4 to 12. A ratio of 200 beyond 64 MiB does not occur in them. */
    public static final GzipLimits DEFAULT = new GzipLimits(64_000_000_000L, 200, 64L << 20);

    /** For files that aml compressed itself: items that repeat each other reach ratios of a thousand. */
    public static final GzipLimits OWN = new GzipLimits(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Returns whether a file may expand to this many bytes of text. */
    public boolean allow(long textBytes, long storedBytes) {
        return textBytes <= maxBytes && (textBytes <= ratioFrom || textBytes <= storedBytes * maxRatio);
    }
}
