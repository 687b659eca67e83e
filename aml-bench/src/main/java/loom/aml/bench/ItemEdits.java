package loom.aml.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Edits the items of a store as an agent does. */
final class ItemEdits {
    /** The text that is edited in each item. */
    private static final Pattern EDITED = Pattern.compile("(\"(?:technique|fixApproach|chosenOption)\"\\s*:\\s*\")");

    private final Random random;

    ItemEdits(long seed) {
        random = new Random(seed);
    }

    /** Edits 1 % of the items in place and replaces the files as the runtime does. */
    void edit(Path store) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(store)) {
            files = all.filter(file -> file.toString().matches(".*/(patterns|solutions|decisions)\\.json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            boolean isGzip = bytes.length > 2 && bytes[0] == 0x1f;
            String text = new String(isGzip ? inflate(bytes) : bytes, StandardCharsets.UTF_8);
            String edited = EDITED.matcher(text)
                    .replaceAll(match -> match.group(1) + (random.nextInt(100) == 0 ? random.nextInt(1000) + " " : ""));
            byte[] out = edited.getBytes(StandardCharsets.UTF_8);
            Path part = file.resolveSibling(file.getFileName() + ".tmp");
            if (isGzip) {
                try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(part))) {
                    gzip.write(out);
                }
            } else {
                Files.write(part, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static byte[] inflate(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
