package loom.aml.merge.nominate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import loom.aml.io.DamagedException;

/** Writes and reads columns of numbers, big-endian, each at once: a store has millions of them. */
public final class Columns {
    private Columns() {}

    /**
     * Reads a number of rows.
     *
     * @param bytesOfRow the bytes of each
     * @param bytes the bytes that the input has at most
     * @throws DamagedException if the input cannot have as many rows
     */
    public static int size(DataInputStream in, int bytesOfRow, long bytes) throws IOException {
        int size = in.readInt();
        if (size < 0 || (long) size * bytesOfRow > bytes) {
            throw new DamagedException(0, "not a number of rows: " + size);
        }
        return size;
    }

    public static void write(long[] column, DataOutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(column.length * Long.BYTES);
        bytes.asLongBuffer().put(column);
        out.write(bytes.array());
    }

    public static void write(int[] column, DataOutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(column.length * Integer.BYTES);
        bytes.asIntBuffer().put(column);
        out.write(bytes.array());
    }

    public static void write(float[] column, DataOutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(column.length * Float.BYTES);
        bytes.asFloatBuffer().put(column);
        out.write(bytes.array());
    }

    /** Fills a column. */
    public static void read(DataInputStream in, long[] column) throws IOException {
        bytes(in, column.length * Long.BYTES).asLongBuffer().get(column);
    }

    /** Fills a column. */
    public static void read(DataInputStream in, int[] column) throws IOException {
        bytes(in, column.length * Integer.BYTES).asIntBuffer().get(column);
    }

    /** Fills a column. */
    public static void read(DataInputStream in, float[] column) throws IOException {
        bytes(in, column.length * Float.BYTES).asFloatBuffer().get(column);
    }

    private static ByteBuffer bytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
