package loom.aml.io;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Converts file names and paths to text and back without loss. The operating system treats names as bytes, which need not be valid UTF-8.
 * aml represents a name as a string in which each byte that is not part of valid UTF-8 is one lone surrogate, as in Python's
 * {@code surrogateescape} (PEP 383):
 *
 * <pre>
 * byte   80    ...  FF
 * char   DC80  ...  DCFF
 * </pre>
 *
 * <p>Valid UTF-8 never decodes to a lone surrogate, so every name has exactly one text, and {@link #resolve} returns exactly the
 * name that was given to {@link #text}. JSON contains such a character as an escape, {@code "\uDCE9"}; users see {@code \xe9}.
 *
 * <p>{@link Path#toString} is not suitable: it replaces bytes that it cannot decode and, under a locale other than UTF-8, every
 * character outside ASCII. On the default file system the bytes of a path are available through its URI in every locale.
 * Other file systems, such as those of tests, hold names as strings.
 */
public final class FileName {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';
    private static final int TO_BYTE = 0xDC00;

    /** True if Java decodes paths as UTF-8, so that only names that are not valid UTF-8 need special treatment. */
    private static final boolean IS_UTF_8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

    private FileName() {}

    /** Returns the text of a path or name. */
    public static String text(Path path) {
        String text = path.toString();
        return isExact(text) || isForeign(path) ? text : textOfBytes(path);
    }

    /** Returns the text of the last element of a path; empty for a root. */
    public static String last(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : text(name);
    }

    /**
     * Resolves a text against a directory.
     *
     * @throws InvalidPathException if the text is not a valid name
     */
    public static Path resolve(Path directory, String text) {
        return isEncodable(text) || isForeign(directory) ? directory.resolve(text) : directory.resolve(ofBytes(text));
    }

    /** Resolves a text against the directory of another path. */
    public static Path beside(Path path, String text) {
        return resolve(path.resolveSibling(""), text);
    }

    /**
     * Returns the path with the given text.
     *
     * @throws InvalidPathException if the text is not a valid name
     */
    public static Path path(String text) {
        return isEncodable(text) ? Path.of(text) : ofBytes(text);
    }

    /**
     * Returns whether a character represents a byte that is not UTF-8, provided that it is not part of a surrogate
     * pair.
     */
    public static boolean isByte(int character) {
        return character >= FIRST && character <= LAST;
    }

    /** Returns the byte that a character represents. */
    public static int byteOf(int character) {
        return character - TO_BYTE;
    }

    /**
     * Returns whether a string that Java decoded, such as an argument or a variable, is certainly what was passed. If
     * not, only the bytes are reliable.
     */
    static boolean isExact(String decoded) {
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c >= 0x80 && (c == REPLACEMENT || !IS_UTF_8)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEncodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && (!IS_UTF_8 || isByte(c))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the names of the path's file system are strings. */
    private static boolean isForeign(Path path) {
        return !path.getFileSystem().equals(FileSystems.getDefault());
    }

    private static String textOfBytes(Path path) {
        boolean isAbsolute = path.isAbsolute();
        // The URI of an absolute path contains exactly its bytes; Java appends a slash if the path is a directory.
        String uri = (isAbsolute ? path : root(path).resolve(path)).toUri().getRawPath();
        int end = uri.length() > 1 && uri.endsWith("/") ? uri.length() - 1 : uri.length();
        byte[] bytes = new byte[end];
        int length = 0;
        for (int i = isAbsolute ? 0 : 1; i < end; i++) {
            char c = uri.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) Integer.parseInt(uri, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return decode(bytes, 0, length);
    }

    private static Path ofBytes(String text) {
        byte[] bytes = encode(text);
        if (bytes == null) {
            throw new InvalidPathException(text, "not a valid file name");
        }
        boolean isAbsolute = bytes.length > 0 && bytes[0] == '/';
        StringBuilder uri = new StringBuilder(bytes.length * 3 + 8).append("file://");
        if (!isAbsolute) {
            uri.append('/');
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new InvalidPathException(text, "the name contains a NUL");
            } else if (b == '/') {
                // Java collapses repeated slashes, except at the beginning.
                if (uri.charAt(uri.length() - 1) != '/' || uri.length() == "file://".length()) {
                    uri.append('/');
                }
            } else {
                uri.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        // Not relativized against the root, because that would remove dots.
        return isAbsolute ? path : path.subpath(0, path.getNameCount());
    }

    private static Path root(Path path) {
        return path.getFileSystem().getRootDirectories().iterator().next();
    }

    /** Returns the text of a name's bytes. */
    public static String decode(byte[] bytes, int from, int length) {
        String usual = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (usual.indexOf(REPLACEMENT) < 0) {
            return usual;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        // A character needs at least as many bytes as chars.
        CharBuffer out = CharBuffer.allocate(length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = result.length(); i > 0; i--) {
                out.put((char) (TO_BYTE + (in.get() & 0xFF)));
            }
        }
    }

    /**
     * Returns the bytes of a text; null if no name has this text: it contains unpaired surrogates outside the range
     * above, or single bytes that together are valid UTF-8, which would give one name two texts.
     */
    public static byte @Nullable [] encode(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        CharBuffer in = CharBuffer.wrap(text);
        ByteBuffer out = ByteBuffer.allocate(text.length() * 3);
        while (true) {
            CoderResult result = encoder.encode(in, out, true);
            if (!result.isError()) {
                break;
            }
            char c = in.get();
            if (!isByte(c)) {
                return null;
            }
            out.put((byte) byteOf(c));
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return decode(bytes, 0, bytes.length).equals(text) ? bytes : null;
    }
}
