package loom.aml.store.log;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import loom.aml.io.Sha256;

/** Takes the SHA-256 of what is written. */
final class SummedOutput extends FilterOutputStream {
    private final Sha256 sum;

    SummedOutput(OutputStream out, Sha256 sum) {
        super(out);
        this.sum = sum;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        sum.update(bytes, offset, length);
    }
}
