package loom.aml.store;

/** What came of scanning one file: a result, or the reason why there is none. There is no third way, so none can be forgotten. */
public sealed interface ScanResult<R> {

    CollectionFile file();

    Version state();

    /**
     * The file was read whole and found sound.
     *
     * @param isCompressed whether it is stored compressed
     * @param textBytes length of its text
     * @param elements elements of its array
     * @param result what the scan made of it
     */
    record Read<R>(CollectionFile file, Version state, boolean isCompressed, long textBytes, int elements, R result)
            implements ScanResult<R> {}

    /** The file is there and could not be read; nothing is known of its items. */
    record LeftAlone<R>(CollectionFile file, Version state, Finding finding) implements ScanResult<R> {}
}
