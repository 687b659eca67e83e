package loom.aml.proof.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loom.aml.NodePeer;

/** Node processes that access collections like the runtime. */
final class Node {
    private static final Path OURS = Path.of("src/test/node");
    private static final Path PACKAGES = Path.of("../aml-core/src/test/peer");
    private static final NodePeer.Scripts SCRIPTS = new NodePeer.Scripts(
            Path.of("target/node"),
            List.of(
                    OURS.resolve("runtime.js"),
                    OURS.resolve("writer.js"),
                    OURS.resolve("holder.js"),
                    PACKAGES.resolve("package.json"),
                    PACKAGES.resolve("package-lock.json")));

    private Node() {}

    /** Installs their dependencies, or skips the test if that is impossible. */
    static void require() throws IOException, InterruptedException {
        SCRIPTS.install();
    }

    static NodePeer start(String script, Object... words) throws IOException {
        return SCRIPTS.start(script, words);
    }
}
