package loom.aml.io;

import java.io.IOException;
import java.io.OutputStream;

/** A file open for writing. Data may be lost in a crash until {@link #sync} has returned. */
public abstract class FileOutput extends OutputStream {

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /** Makes everything written so far durable (fsync). */
    public abstract void sync() throws IOException;
}
