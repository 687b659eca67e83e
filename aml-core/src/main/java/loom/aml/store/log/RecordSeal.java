package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;

/**
 * The running hash of a record. Each line ends with the SHA-256 of the previous seal and of the line itself without its seal, so
 * that a reader detects changed, moved and missing lines.
 *
 * <pre>
 * {"event":"started",...,"seal":"64 hex digits"}
 * {"event":"committed",...,"seal":"..."}                      over the previous seal and all bytes before ,"seal"
 * {"event":"committed",...,"after_torn":true,"seal":"..."}    the previous line was cut off by a crash or a full disk
 * {"event":"finished",...,"lines":4,"seal":"..."}             the number of sealed lines, including this one
 * </pre>
 *
 * <p>Records of earlier versions have lines without seals; sealed lines may follow them.
 */
final class RecordSeal {
    static final String AFTER_TORN = "after_torn";
    static final String LINES = "lines";
    private static final String MEMBER = ",\"seal\":\"";
    private static final String END = "\"}";
    private static final int LENGTH = MEMBER.length() + Sha256.DIGITS + END.length();

    private String last;
    private int lines;

    private RecordSeal(String last, int lines) {
        this.last = last;
        this.lines = lines;
    }

    /** Returns the hash of an empty record. */
    static RecordSeal begin() {
        return new RecordSeal("", 0);
    }

    /** Returns the hash with which a record with this content continues. */
    static RecordSeal after(byte[] record) {
        RecordSeal seal = begin();
        for (String line : new String(record, StandardCharsets.UTF_8).split("\n", -1)) {
            sealOf(line).ifPresent(seal::advance);
        }
        return seal;
    }

    private void advance(String seal) {
        last = seal;
        lines++;
    }

    /**
     * Returns the line of an event.
     *
     * @param isAfterTorn whether the previous line was cut off
     */
    String line(JsonObject event, boolean isAfterTorn) {
        JsonObject.Builder whole = JsonObject.builder().putAll(event);
        if (isAfterTorn) {
            whole.put(AFTER_TORN, true);
        }
        if (event.string("event").equals(Optional.of("finished"))) {
            whole.put(LINES, lines + 1);
        }
        String text = whole.build().toString();
        String body = text.substring(0, text.length() - 1);
        return body + MEMBER + sum(last, body) + END;
    }

    /** Returns a sealed line with another body: its bytes without the seal. Updates the hash. */
    String resealed(String body) {
        String line = body + MEMBER + sum(last, body) + END;
        wrote(line);
        return line;
    }

    /** Returns a sealed line without its seal. */
    static String bodyOf(String line) {
        return line.substring(0, line.length() - LENGTH);
    }

    /** Updates the hash after a line was written. */
    void wrote(String line) {
        sealOf(line).ifPresent(this::advance);
    }

    /**
     * Returns whether a line is the original one in this position. Updates the hash in either case, so that later lines can be
     * verified.
     */
    boolean accepts(String line) {
        Optional<String> seal = sealOf(line);
        if (seal.isEmpty()) {
            return false;
        }
        boolean isSound = sum(last, line.substring(0, line.length() - LENGTH)).equals(seal.get());
        advance(seal.get());
        return isSound;
    }

    /** Returns the number of sealed lines so far. */
    int lines() {
        return lines;
    }

    /** Returns the seal of a line. */
    static Optional<String> sealOf(String line) {
        int at = line.length() - LENGTH;
        if (at < 1 || !line.startsWith(MEMBER, at) || !line.endsWith(END)) {
            return Optional.empty();
        }
        return Optional.of(line.substring(at + MEMBER.length(), line.length() - END.length()))
                .filter(Sha256::isHex);
    }

    /** Returns whether an unterminated line continues after its seal, which a truncated line never does. */
    static boolean goesOnBehindSeal(String line) {
        int at = line.lastIndexOf(MEMBER);
        return at > 0 && line.length() >= at + LENGTH;
    }

    private static String sum(String before, String body) {
        Sha256 sha = new Sha256();
        byte[] bytes = (before + body).getBytes(StandardCharsets.UTF_8);
        sha.update(bytes, 0, bytes.length);
        return sha.sum().hex();
    }
}
