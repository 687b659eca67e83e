package loom.aml.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import loom.aml.TestStore;
import loom.aml.backup.repository.Manifest;

/** The backup files of a store, accessed directly, with nothing but zstd and sha256sum. */
public final class Vault {
    private static final String SEAL = ",\"sha256\":\"";

    private final Path folder;

    public Vault(TestStore store) {
        this.folder = store.logs();
    }

    public Path manifest(Manifest manifest) {
        return folder.resolve(manifest.name().object());
    }

    Path segment(Manifest manifest, String segment) {
        return folder.resolve("generations")
                .resolve(manifest.name().generation())
                .resolve("segments")
                .resolve(segment + ".zst");
    }

    /** Returns the segment that a snapshot added. */
    Path ownSegment(Manifest manifest, Manifest... others) {
        List<String> own = new ArrayList<>(manifest.segments());
        for (Manifest other : others) {
            own.removeAll(other.segments());
        }
        return segment(manifest, own.getFirst());
    }

    List<Path> segments() throws IOException {
        return files("/segments/");
    }

    List<Path> manifests() throws IOException {
        return files("/snapshots/");
    }

    private List<Path> files(String part) throws IOException {
        Path generations = folder.resolve("generations");
        if (!Files.exists(generations)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(generations)) {
            return paths.filter(
                            path -> Files.isRegularFile(path) && path.toString().contains(part))
                    .sorted()
                    .toList();
        }
    }

    static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x10;
        Files.write(file, bytes);
    }

    static void cut(Path file, long length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));
    }

    /** A frame of a segment, according to the table of frames. */
    record Frame(int place, int length, int rawLength) {}

    static List<Frame> frames(Path segment) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        int count = bytes.getInt(bytes.limit() - 9);
        List<Frame> frames = new ArrayList<>();
        int place = 0;
        for (int i = 0; i < count; i++) {
            int at = bytes.limit() - 9 - 8 * (count - i);
            frames.add(new Frame(place, bytes.getInt(at), bytes.getInt(at + 4)));
            place += bytes.getInt(at);
        }
        return frames;
    }

    /** Returns the JSON of a manifest. */
    String text(Manifest manifest) throws IOException {
        byte[] stored = Files.readAllBytes(manifest(manifest));
        return new String(Zstd.decompress(stored, (int) Zstd.getFrameContentSize(stored)), UTF_8);
    }

    /** Edits a manifest without updating its seal. */
    void edit(Manifest manifest, UnaryOperator<String> edit) throws IOException {
        write(manifest, edit.apply(text(manifest)).getBytes(UTF_8));
    }

    /** Edits a manifest and seals it again. */
    public void forge(Manifest manifest, UnaryOperator<String> edit) throws IOException {
        String text = text(manifest);
        String before = text.substring(0, text.lastIndexOf(SEAL)) + "}";
        String after = edit.apply(before);
        write(manifest, sealed(after));
    }

    static byte[] sealed(String json) {
        String body = json.substring(0, json.length() - 1);
        return (body + SEAL + sha256(body.getBytes(UTF_8)) + "\"}").getBytes(UTF_8);
    }

    void write(Manifest manifest, byte[] text) throws IOException {
        Files.write(manifest(manifest), Zstd.compress(text));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
