package loom.aml.backup.segment;

import java.io.IOException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;

/**
 * Writes one segment, frame by frame. Its name is the SHA-256 of its bytes and therefore known only at the end. Not safe for
 * use by several threads.
 */
public final class SegmentWriter implements AutoCloseable {
    private final BackupTarget.Upload upload;
    private final SeekTable.Builder table = new SeekTable.Builder();
    private final Sha256 sha = new Sha256();
    private long size;

    public SegmentWriter(BackupTarget.Upload upload) {
        this.upload = upload;
    }

    /** Returns the size of the content so far, which is the position of the next frame's content. */
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
     * Completes and publishes the segment.
     *
     * @param directory the prefix of its name, with a slash at the end
     * @return its size and SHA-256
     */
    public Sha256.Sum publish(String directory) throws IOException {
        byte[] end = table.toBytes();
        write(end, end.length);
        Sha256.Sum sum = sha.sum();
        upload.publish(directory + sum.hex() + Segment.SUFFIX);
        return sum;
    }

    /** Discards the segment unless it was published. */
    @Override
    public void close() throws IOException {
        upload.close();
    }
}
