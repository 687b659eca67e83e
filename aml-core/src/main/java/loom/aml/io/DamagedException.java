package loom.aml.io;

import java.io.IOException;

/** The bytes of a file are damaged. The exception carries the position and the problem; the caller knows the file. */
public class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String what;

    /**
     * @param offset byte offset of the damage: in the decompressed text, or in the stored bytes if the gzip data is
     *     damaged
     * @param what the problem, in the middle of a sentence
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
