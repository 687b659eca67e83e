package loom.aml.cloud;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An MD5 sum, which every object store checks when it receives an object, and which most return as its entity tag. It detects errors of the
 * network and the store, and is not meant to detect attacks.
 */
record Md5(byte[] bytes) {
    static final int BYTES = 16;

    static Md5 of(byte[] content, int length) {
        MessageDigest digest = newDigest();
        digest.update(content, 0, length);
        return new Md5(digest.digest());
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform supports MD5", e);
        }
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns whether an entity tag is this sum. */
    boolean isTag(@Nullable String tag) {
        return tag != null && tag.replace("\"", "").toLowerCase(Locale.ROOT).equals(hex());
    }

    String hex() {
        return HexFormat.of().formatHex(bytes);
    }
}
