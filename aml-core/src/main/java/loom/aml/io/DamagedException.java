package loom.aml.io;

import java.io.IOException;

/** The bytes of a file are not what they must be. Carries the place and what is wrong there; the file is known to the caller. */
public class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String what;

    /**
     * @param offset byte offset of the damage: in the text where the text is damaged, in the stored bytes where gzip is
     * @param what what is wrong there, as the middle of a sentence
     */
    public DamagedException(long offset, String what) {
        super(what + " at byte " + offset);
        this.offset = offset;
        this.what = what;
    }

    public long offset() {
        return offset;
    }

    public String what() {
        return what;
    }
}
