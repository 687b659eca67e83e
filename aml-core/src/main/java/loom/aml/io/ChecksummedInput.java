package loom.aml.io;

import java.io.IOException;

/** A file whose checksum is computed while it is read. One thread at a time. */
public final class ChecksummedInput extends TeeInput {
    private final Checksum checksum;

    public ChecksummedInput(FileInput file) {
        this(file, new Checksum());
    }

    private ChecksummedInput(FileInput file, Checksum checksum) {
        super(file, checksum::update);
        this.checksum = checksum;
    }

    /** Reads the rest of the file. Returns the size and checksum of all of it. */
    public Checksum.Content content() throws IOException {
        drain();
        return checksum.content();
    }
}
