package loom.aml.store.graph;

import loom.aml.store.StoreScope;

/**
 * The files in the directory of a memory file that belong to it: the file, and aml's documents about it.
 *
 * @param name the name of the file
 */
record GraphScope(String name) implements StoreScope {
    /** The folder of aml's documents about the stores in a directory. */
    static final String OWN = ".aml/";

    @Override
    public boolean hasFile(String path) {
        return path.equals(name) || path.startsWith(documents());
    }

    @Override
    public boolean mayHaveFilesIn(String directory) {
        String path = directory + "/";
        return path.equals(OWN) || path.startsWith(documents());
    }

    /** Returns the folder of aml's documents about the file. */
    String documents() {
        return OWN + name + '/';
    }
}
