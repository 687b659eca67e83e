package loom.aml.cloud;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import loom.aml.io.Sha256;

/**
 * Encodes names of objects as keys that every store, tool and document of XML keeps as they are.
 *
 * <pre>
 * letters A to Z, a to z, digits, . _ - /    themselves
 * another character                          !XX for each byte of its UTF-8
 * a lone surrogate                           !uXXXX
 *
 * a name whose key would have more than 1,024 bytes:
 * &lt;up to three folders&gt;/!!&lt;SHA-256 of the rest&gt;          the object
 * &lt;up to three folders&gt;/!!&lt;SHA-256 of the rest&gt;.name     its encoded name
 * </pre>
 *
 * The hash is that of the whole encoded name. The beginning of a name is the beginning of its key, so that objects can be listed by it.
 */
final class ObjectKeys {
    static final int LONGEST = 1024;

    private static final String HASH = "!!";
    private static final String NAME = ".name";
    private static final int HASH_LENGTH = 64;
    private static final int STEM_FOLDERS = 3;
    private static final int LONGEST_STEM = 700;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String prefix;

    /** @param prefix the beginning of all keys: empty, or at most 201 characters with a slash at the end */
    ObjectKeys(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the key of an object. */
    String keyOf(String name) {
        String encoded = encode(name);
        return isLong(name)
                ? prefix
                        + stem(encoded)
                        + HASH
                        + Sha256.of(encoded.getBytes(StandardCharsets.US_ASCII)).hex()
                : prefix + encoded;
    }

    /** Returns whether the name does not fit into a key, so that it is kept in an object of its own. */
    boolean isLong(String name) {
        return prefix.length() + encode(name).length() > LONGEST;
    }

    /** Returns the key of the object with the name of an object whose key is a hash. */
    String keyOfName(String key) {
        return key + NAME;
    }

    /** Returns the beginning of the keys of all names with a beginning, except those that are hashed below a shorter folder. */
    String beginningOf(String name) {
        return prefix + encode(name);
    }

    /** Returns the beginning of the keys of long names that {@link #beginningOf} does not match; empty if there cannot be any. */
    Optional<String> hashesBeside(String beginning) {
        String encoded = encode(beginning);
        String stem = stem(encoded);
        return stem.equals(encoded) ? Optional.empty() : Optional.of(prefix + stem + HASH);
    }

    /** Returns whether a key is that of an object with a long name. */
    boolean isHash(String key) {
        int hash = hashAt(key);
        return hash >= 0 && key.length() == hash + HASH.length() + HASH_LENGTH;
    }

    /** Returns whether a key belongs to a long name: to its object, or to the object with its name. */
    boolean isOfLongName(String key) {
        return hashAt(key) >= 0;
    }

    private static int hashAt(String key) {
        int begin = key.lastIndexOf('/') + 1;
        return key.startsWith(HASH, begin) ? begin : -1;
    }

    /** Returns the name for an encoded name that was stored for a key; empty if it is not the name for the key. */
    Optional<String> nameOf(String key, String encoded) {
        return decode(encoded)
                .filter(name -> encode(name).equals(encoded) && keyOf(name).equals(key));
    }

    /** Returns the name for a key that is not a hash; empty if aml does not write such keys. */
    Optional<String> nameOf(String key) {
        if (!key.startsWith(prefix)) {
            return Optional.empty();
        }
        String encoded = key.substring(prefix.length());
        return decode(encoded).filter(name -> encode(name).equals(encoded));
    }

    /** Returns the folders at the beginning of an encoded name, at most three, that fit beside a hash. */
    private static String stem(String encoded) {
        int end = 0;
        for (int folder = 0; folder < STEM_FOLDERS; folder++) {
            int slash = encoded.indexOf('/', end);
            if (slash < 0 || slash >= LONGEST_STEM) {
                break;
            }
            end = slash + 1;
        }
        return encoded.substring(0, end);
    }

    static String encode(String name) {
        StringBuilder key = new StringBuilder(name.length() + 16);
        name.codePoints().forEach(character -> encode(character, key));
        return key.toString();
    }

    private static void encode(int character, StringBuilder key) {
        if (isPlain(character)) {
            key.append((char) character);
        } else if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
            key.append("!u").append(HEX.toHexDigits((char) character));
        } else {
            for (byte one : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                key.append('!').append(HEX.toHexDigits(one));
            }
        }
    }

    private static boolean isPlain(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '.'
                || character == '_'
                || character == '-'
                || character == '/';
    }

    /** Decodes a text; empty if it is not valid. The result may have another encoding, so callers compare it. */
    private static Optional<String> decode(String encoded) {
        StringBuilder name = new StringBuilder(encoded.length());
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        try {
            for (int at = 0; at < encoded.length(); ) {
                char character = encoded.charAt(at);
                boolean isByte = character == '!' && !encoded.startsWith("!u", at);
                if (isByte) {
                    bytes[length] = (byte) HexFormat.fromHexDigits(encoded, at + 1, at + 3);
                    length++;
                    at += 3;
                }
                if (!isByte || at == encoded.length()) {
                    name.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
                    length = 0;
                }
                if (!isByte && character == '!') {
                    name.append((char) HexFormat.fromHexDigits(encoded, at + 2, at + 6));
                    at += 6;
                } else if (!isByte) {
                    name.append(character);
                    at++;
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        return Optional.of(name.toString());
    }
}
