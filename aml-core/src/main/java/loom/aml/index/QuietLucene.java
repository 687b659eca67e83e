package loom.aml.index;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Lucene from telling standard error what it would like the JVM to be: that it has no module for vectors, of which an index of
 * ours has none, and that the Java of a release has no module by which its flags could be asked for.
 */
final class QuietLucene {
    /** Kept, since a logger that nobody holds is forgotten, and its level with it. */
    private static final Logger ALL_OF_LUCENE = Logger.getLogger("org.apache.lucene");

    static {
        ALL_OF_LUCENE.setLevel(Level.SEVERE);
    }

    private QuietLucene() {}

    /** To be called before the first index is opened or written. */
    static void please() {
        // The work is done once, by the initializer of the class.
    }
}
