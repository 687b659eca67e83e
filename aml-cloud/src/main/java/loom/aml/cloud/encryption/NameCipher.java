package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import loom.aml.io.FileName;
import org.cryptomator.siv.SivMode;

/**
 * Encrypts the parts of names with AES-SIV (RFC 5297). Equal parts of one folder become equal texts, so that an object is found by its name, and
 * in different folders different ones. Thread-safe.
 *
 * <pre>
 * keys         HKDF-SHA256(secret of the identity, no salt, "aml-names-v1"), 64 bytes: 32 for S2V, then 32 for CTR
 * part         hexadecimal of SIV(bytes of the part; bytes of the folder that contains it, with slashes)
 * long name    hexadecimal of SIV(nothing; bytes of the whole name), which identifies the name and does not contain it
 * seal         hexadecimal of SIV(nothing; "reader", digits of the epoch, name of the reader), which only those who have the key can compute
 * </pre>
 */
final class NameCipher {
    private static final byte[] PURPOSE = "aml-names-v1".getBytes(US_ASCII);
    private static final byte[] READER = "reader".getBytes(US_ASCII);
    private static final int KEY = 32;
    private static final HexFormat HEX = HexFormat.of();

    private final SivMode siv = new SivMode();
    private final byte[] macKey;
    private final byte[] counterKey;

    NameCipher(Identity identity) {
        byte[] keys;
        try {
            keys = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(identity.scalar())
                            .thenExpand(PURPOSE, 2 * KEY));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF", e);
        }
        macKey = Arrays.copyOf(keys, KEY);
        counterKey = Arrays.copyOfRange(keys, KEY, 2 * KEY);
    }

    /** @throws FileSystemException if the part cannot be that of a name */
    String encrypt(String folder, String part) throws FileSystemException {
        return HEX.formatHex(siv.encrypt(counterKey, macKey, bytes(part), bytes(folder)));
    }

    /** Returns the part; empty if it was not encrypted with this key in this folder. */
    Optional<String> decrypt(String folder, String encrypted) {
        try {
            byte[] part = siv.decrypt(counterKey, macKey, HEX.parseHex(encrypted), bytes(folder));
            return Optional.of(FileName.decode(part, 0, part.length));
        } catch (GeneralSecurityException | IllegalArgumentException | FileSystemException e) {
            return Optional.empty();
        }
    }

    /** @throws FileSystemException if it cannot be a name */
    String hash(String name) throws FileSystemException {
        return HEX.formatHex(siv.encrypt(counterKey, macKey, new byte[0], bytes(name)));
    }

    /** Returns the proof that a reader was added by somebody who has the key. */
    String seal(int epoch, String reader) {
        byte[] digits = Integer.toString(epoch).getBytes(US_ASCII);
        return HEX.formatHex(siv.encrypt(counterKey, macKey, new byte[0], READER, digits, reader.getBytes(US_ASCII)));
    }

    static byte[] bytes(String text) throws FileSystemException {
        byte[] bytes = FileName.encode(text);
        if (bytes == null) {
            throw new FileSystemException(text, null, "not the name of an object");
        }
        return bytes;
    }
}
