package loom.aml.proof.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import loom.aml.backup.Verifier;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.repository.SnapshotText;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.MemoryTarget;

/**
 * Reads any bytes as a correctly sealed manifest: they are read or rejected as damaged. If read, each file is requested
 * and the manifest is verified; its segments are missing, and that must be the only error.
 *
 * <pre>
 * 0 | bytes of the object as they are
 * other | bytes of the JSON before its seal
 * </pre>
 */
public final class ManifestTarget {
    /** The name under which manifests of the corpus are read. */
    static final SnapshotName NAME = new SnapshotName("20261126T120000.000Z-0001", "20261126T120000.000Z-0001", 0);

    private static final int MOST = 1 << 20;

    private ManifestTarget() {}

    /** The entry point of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        MemoryTarget target = new MemoryTarget();
        try (BackupTarget.Upload upload = target.upload()) {
            byte[] object = input[0] == 0 ? rest : Zstd.compress(sealed(rest));
            upload.write(object, 0, object.length);
            upload.publish(NAME.object());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (Repository repository = new Repository(target)) {
            Manifest manifest = repository.read(NAME);
            if (!manifest.name().equals(NAME)) {
                throw new AssertionError("read as " + manifest.name());
            }
            manifest.files().forEach(file -> read(repository, manifest, file));
            new Verifier(repository, 1).verify(manifest);
            new Verifier(repository, 1).verifyAll();
        } catch (DamagedException e) {
            // Rejected with a message.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sealed(byte[] body) {
        Sha256 sha = new Sha256();
        sha.update(body, 0, body.length);
        byte[] seal = (",\"sha256\":\"" + sha.sum().hex() + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(body, body.length + seal.length);
        System.arraycopy(seal, 0, whole, body.length, seal.length);
        return whole;
    }

    private static void read(Repository repository, Manifest manifest, FileEntry file) {
        if (file.path().startsWith("/")
                || Arrays.asList(file.path().split("/", -1)).contains("..")) {
            throw new AssertionError("a path that leads out of the store: " + file.path());
        }
        byte[] window = new byte[8192];
        try (SnapshotText text = SnapshotText.of(repository, manifest, file)) {
            long read = 0;
            for (int n = text.read(window, 0, window.length); n >= 0 && read < MOST; ) {
                read += n;
                n = text.read(window, 0, window.length);
            }
        } catch (DamagedException | NoSuchFileException e) {
            // The segments are missing.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
