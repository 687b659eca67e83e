package loom.aml.index;

import java.nio.charset.StandardCharsets;
import loom.aml.io.FileName;
import org.apache.lucene.util.BytesRef;

/**
 * Converts paths to terms by their bytes, because Lucene would replace characters of a string that are not valid UTF-8.
 */
final class PathTerm {
    private PathTerm() {}

    static BytesRef of(String path) {
        byte[] bytes = FileName.encode(path);
        return new BytesRef(bytes == null ? path.getBytes(StandardCharsets.UTF_8) : bytes);
    }

    static String text(BytesRef term) {
        return FileName.decode(term.bytes, term.offset, term.length);
    }
}
