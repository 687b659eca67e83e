package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.file.FileSystemException;
import java.util.Optional;
import loom.aml.io.FileName;

/**
 * The end of the plain text of each object, which holds its name, so that an object that was exchanged for another is noticed. The name may be
 * known only when the data is written, and offsets into the data stay those of a plain object.
 *
 * <pre>
 * data | name, escaped | length of the escaped name, five decimal digits
 * </pre>
 *
 * Letters, digits and {@code . _ - /} are escaped as themselves, every other byte as a backslash with three octal digits, so that {@code printf}
 * in a shell prints the name.
 */
final class Trailer {
    /** The bytes of the length. */
    static final int COUNT = 5;

    private static final int LONGEST = 99_999;
    private static final int OCTAL = 8;
    private static final int ESCAPE = 4;

    private Trailer() {}

    /** @throws FileSystemException if it is not the name of an object */
    static byte[] of(String name) throws FileSystemException {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream();
        for (byte one : NameCipher.bytes(name)) {
            if (isPlain(one)) {
                escaped.write(one);
            } else {
                escaped.writeBytes(String.format("\\%03o", one & 0xff).getBytes(US_ASCII));
            }
        }
        if (escaped.size() > LONGEST) {
            throw new FileSystemException(name, null, "the name is too long");
        }
        int length = escaped.size();
        escaped.writeBytes(String.format("%05d", length).getBytes(US_ASCII));
        return escaped.toByteArray();
    }

    private static boolean isPlain(byte one) {
        return (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z')
                || (one >= '0' && one <= '9')
                || one == '.'
                || one == '_'
                || one == '-'
                || one == '/';
    }

    /** Returns the length of the escaped name; -1 if it is not a number. */
    static int length(byte[] count) {
        int length = 0;
        for (byte digit : count) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            length = length * 10 + digit - '0';
        }
        return length;
    }

    /** Returns the name; empty if it is not escaped as it should be. */
    static Optional<String> name(byte[] escaped) {
        byte[] name = new byte[escaped.length];
        int length = 0;
        for (int at = 0; at < escaped.length; length++) {
            if (escaped[at] != '\\') {
                name[length] = escaped[at];
                at++;
            } else if (at + ESCAPE > escaped.length) {
                return Optional.empty();
            } else {
                for (int digit = at + 1; digit < at + ESCAPE; digit++) {
                    name[length] = (byte) (name[length] * OCTAL + escaped[digit] - '0');
                }
                at += ESCAPE;
            }
        }
        return Optional.of(FileName.decode(name, 0, length));
    }
}
