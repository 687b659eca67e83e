package loom.aml.index;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Suppresses Lucene's warnings on standard error about missing JVM modules: the vector module, which our indexes do not
 * use, and the module for reading JVM flags, which release images do not contain.
 */
final class QuietLucene {
    /** Held strongly, because a logger without references is garbage-collected together with its level. */
    private static final Logger ALL_OF_LUCENE = Logger.getLogger("org.apache.lucene");

    static {
        ALL_OF_LUCENE.setLevel(Level.SEVERE);
    }

    private QuietLucene() {}

    /** Must be called before the first index is opened or written. */
    static void initialize() {
        // The static initializer does the work once.
    }
}
