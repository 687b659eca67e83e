package loom.aml.backup.segment;

import java.io.IOException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;

/** Writes one segment, frame by frame. Its name is the SHA-256 of its bytes, so it is known when all are written. One thread at a time. */
public final class SegmentWriter implements AutoCloseable {
    private final BackupTarget.Upload upload;
    private final SeekTable.Builder table = new SeekTable.Builder();
    private final Sha256 sha = new Sha256();
    private long size;

    public SegmentWriter(BackupTarget.Upload upload) {
        this.upload = upload;
    }

    /** Bytes of content so far: where the content of the next frame will begin. */
    public long size() {
        return size;
    }

    public void add(Frame frame) throws IOException {
        write(frame.bytes(), frame.length());
        table.add(frame);
        size += frame.rawLength();
    }

    private void write(byte[] bytes, int length) throws IOException {
        upload.write(bytes, 0, length);
        sha.update(bytes, 0, length);
    }

    /**
     * Ends the segment and publishes it.
     *
     * @param directory the beginning of its name, with a slash at the end
     * @return its SHA-256 and its size
     */
    public Sha256.Sum publish(String directory) throws IOException {
        byte[] end = table.toBytes();
        write(end, end.length);
        Sha256.Sum sum = sha.sum();
        upload.publish(directory + sum.hex() + Segment.SUFFIX);
        return sum;
    }

    /** Drops the segment unless it was published. */
    @Override
    public void close() throws IOException {
        upload.close();
    }
}
