package loom.aml.index;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps Lucene from telling standard error that it has no module for vectors, of which an index of ours has none. */
final class QuietLucene {
    /** Kept, since a logger that nobody holds is forgotten, and its level with it. */
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        VECTORS.setLevel(Level.SEVERE);
    }

    private QuietLucene() {}

    /** To be called before the first index is opened or written. */
    static void please() {
        // The work is done once, by the initializer of the class.
    }
}
