package loom.aml.store;

/** The outcome of the scan of one file: either a result or the finding that explains why there is none. */
public sealed interface ScanResult<R> {

    CollectionFile file();

    Version state();

    /**
     * The file was read completely and is valid.
     *
     * @param isCompressed whether it is stored compressed
     * @param textBytes the length of its text
     * @param elements the number of elements of its array
     * @param result the result of the scan
     */
    record Read<R>(CollectionFile file, Version state, boolean isCompressed, long textBytes, int elements, R result)
            implements ScanResult<R> {}

    /** The file exists but could not be read; nothing is known about its items. */
    record LeftAlone<R>(CollectionFile file, Version state, Finding finding) implements ScanResult<R> {}
}
