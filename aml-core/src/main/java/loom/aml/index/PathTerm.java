package loom.aml.index;

import java.nio.charset.StandardCharsets;
import loom.aml.io.FileName;
import org.apache.lucene.util.BytesRef;

/** Paths as terms: their bytes, since Lucene would replace in a string what is not UTF-8 in a name. */
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
