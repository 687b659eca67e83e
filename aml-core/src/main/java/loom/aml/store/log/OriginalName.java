package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import loom.aml.io.Sha256;

/**
 * The name of the archived original of a file.
 *
 * <pre>
 * debugger/patterns.json.original            the first copy in a run
 * debugger/patterns.json.2.original          a later one, after an attempt that was given up
 * long/&lt;sha256 of the path&gt;.original      if the path is too long for a suffix
 * </pre>
 */
final class OriginalName {
    private static final String SUFFIX = ".original";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PATH = 2_000;

    private OriginalName() {}

    static String of(String path, int attempt) {
        String suffix = attempt == 1 ? SUFFIX : "." + attempt + SUFFIX;
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (bytes(name).length <= LONGEST_NAME && bytes(path).length <= LONGEST_PATH) {
            return path + suffix;
        }
        Sha256 sha = new Sha256();
        sha.update(bytes(path), 0, bytes(path).length);
        return "long/" + sha.sum().hex() + suffix;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
