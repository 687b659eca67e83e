package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The SHA-256 of each file of a store by path, without the lock of aml and the metrics. */
final class StoreContents {
    private StoreContents() {}

    static Map<String, String> of(Path store) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.walk(store)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                boolean isMeasured = path.startsWith(store.resolve("monitoring"));
                if (!path.getFileName().toString().equals(".aml-lock") && !isMeasured) {
                    contents.put(store.relativize(path).toString(), sha256(Files.readAllBytes(path)));
                }
            }
        }
        return contents;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
