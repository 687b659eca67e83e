package loom.aml.store;

/** The files below the root of a store that belong to it. */
public interface StoreScope {

    /** The whole directory. */
    StoreScope EVERYTHING = new StoreScope() {
        @Override
        public boolean hasFile(String path) {
            return true;
        }

        @Override
        public boolean mayHaveFilesIn(String directory) {
            return true;
        }
    };

    /** Returns whether a file belongs to the store. */
    boolean hasFile(String path);

    /** Returns whether files of the store may be in a directory, so that it is listed. */
    boolean mayHaveFilesIn(String directory);
}
