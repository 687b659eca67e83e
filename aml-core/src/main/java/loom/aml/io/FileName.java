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
 * File names and paths as text, without loss. To the operating system a name is bytes, and nothing says that they are UTF-8. The
 * program holds names as strings in which each byte that does not belong to valid UTF-8 is one lone surrogate, as in Python's
 * {@code surrogateescape} (PEP 383):
 *
 * <pre>
 * byte   80    ...  FF
 * char   DC80  ...  DCFF
 * </pre>
 *
 * <p>Valid UTF-8 never decodes to a lone surrogate, so every name has exactly one text, and {@link #resolve} returns the very
 * name that {@link #text} was given. In JSON such a character is an escape, {@code "\uDCE9"}; people are shown {@code \xe9}.
 *
 * <p>{@link Path#toString} is not that text: it replaces what it cannot decode, and under a locale other than UTF-8 all that is
 * not ASCII. On the file system of this machine the bytes of a path can be had and given as a URI, whatever the locale is.
 * Other file systems, as tests have them, keep names as strings.
 */
public final class FileName {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';
    private static final int TO_BYTE = 0xDC00;

    /** Whether paths are strings in UTF-8 to Java, so that only names that are not UTF-8 need special care. */
    private static final boolean IS_UTF_8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

    private FileName() {}

    /** Returns the text of a path, or of a name. */
    public static String text(Path path) {
        String text = path.toString();
        return isExact(text) || isForeign(path) ? text : textOfBytes(path);
    }

    /** Returns the text of the last name of a path; empty for a root. */
    public static String last(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : text(name);
    }

    /**
     * Returns the path that a text names, relative to a directory.
     *
     * @throws InvalidPathException if no name has this text
     */
    public static Path resolve(Path directory, String text) {
        return isEncodable(text) || isForeign(directory) ? directory.resolve(text) : directory.resolve(ofBytes(text));
    }

    /** Returns the path that a text names in the directory of another path. */
    public static Path beside(Path path, String text) {
        return resolve(path.resolveSibling(""), text);
    }

    /**
     * Returns the path that a text names.
     *
     * @throws InvalidPathException if no name has this text
     */
    public static Path path(String text) {
        return isEncodable(text) ? Path.of(text) : ofBytes(text);
    }

    /** Whether a character stands for a byte that is not UTF-8, provided that it is not half of a pair. */
    public static boolean isByte(int character) {
        return character >= FIRST && character <= LAST;
    }

    /** Returns the byte that a character stands for. */
    public static int byteOf(int character) {
        return character - TO_BYTE;
    }

    /**
     * Whether a string that Java decoded, such as an argument or a variable, may be something else than was given: then only the
     * bytes tell.
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

    /** Whether a path is of a file system whose names are strings. */
    private static boolean isForeign(Path path) {
        return !path.getFileSystem().equals(FileSystems.getDefault());
    }

    private static String textOfBytes(Path path) {
        boolean isAbsolute = path.isAbsolute();
        // Of an absolute path the URI says nothing but its bytes; Java adds a slash where it sees a directory.
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
            throw new InvalidPathException(text, "not a name that a file can have");
        }
        boolean isAbsolute = bytes.length > 0 && bytes[0] == '/';
        StringBuilder uri = new StringBuilder(bytes.length * 3 + 8).append("file://");
        if (!isAbsolute) {
            uri.append('/');
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new InvalidPathException(text, "a name with a NUL");
            } else if (b == '/') {
                // Java takes several slashes in a row for one, but not at the beginning.
                if (uri.charAt(uri.length() - 1) != '/' || uri.length() == "file://".length()) {
                    uri.append('/');
                }
            } else {
                uri.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        // Not relative to the root: that would take the dots out of it.
        return isAbsolute ? path : path.subpath(0, path.getNameCount());
    }

    private static Path root(Path path) {
        return path.getFileSystem().getRootDirectories().iterator().next();
    }

    /** Returns the text of bytes. */
    public static String decode(byte[] bytes, int from, int length) {
        String usual = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (usual.indexOf(REPLACEMENT) < 0) {
            return usual;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        // A character takes at least as many bytes as chars.
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
     * Returns the bytes of a text; null for a text that no bytes have: with other halves of characters, or with valid UTF-8 in the
     * guise of single bytes, under which one name would have two texts.
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
