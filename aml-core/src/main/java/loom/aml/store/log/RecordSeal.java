package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;

/**
 * The running hash of a record: each line ends with the SHA-256 of the seal before it and of the line without its own, so that no
 * line can be changed, moved or left out without the next reader noticing.
 *
 * <pre>
 * {"event":"started",...,"seal":"64 hex digits"}
 * {"event":"committed",...,"seal":"..."}                      over the seal before and all bytes before ,"seal"
 * {"event":"committed",...,"after_torn":true,"seal":"..."}    the line before was cut off by a crash or a full disk
 * {"event":"finished",...,"lines":4,"seal":"..."}             as many lines with a seal, this one included
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

    /** The hash of a record without a line. */
    static RecordSeal begin() {
        return new RecordSeal("", 0);
    }

    /** The hash with which a record goes on that ends like this. */
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
     * The line of an event.
     *
     * @param isAfterTorn whether the line before was cut off
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

    /** Goes on behind a line that was written. */
    void wrote(String line) {
        sealOf(line).ifPresent(this::advance);
    }

    /** Whether a line is the one that was written at this place. Goes on behind it either way, so that later ones can be told. */
    boolean accepts(String line) {
        Optional<String> seal = sealOf(line);
        if (seal.isEmpty()) {
            return false;
        }
        boolean isSound = sum(last, line.substring(0, line.length() - LENGTH)).equals(seal.get());
        advance(seal.get());
        return isSound;
    }

    /** Lines with a seal so far. */
    int lines() {
        return lines;
    }

    /** The seal that a line ends with. */
    static Optional<String> sealOf(String line) {
        int at = line.length() - LENGTH;
        if (at < 1 || !line.startsWith(MEMBER, at) || !line.endsWith(END)) {
            return Optional.empty();
        }
        return Optional.of(line.substring(at + MEMBER.length(), line.length() - END.length()))
                .filter(Sha256::isHex);
    }

    /** Whether a line without an end goes on behind its seal, as none does that was cut off. */
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
