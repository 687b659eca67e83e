package loom.aml.storage;

import java.io.IOException;

/**
 * Appends to an object. Appended bytes are durable and visible to every reader once {@link #sync} returns. A folder
 * appends to the file. An object store, whose objects appear whole, stores the object again.
 *
 * <pre>
 *                  append(a)         sync()             append(b)         sync()
 * a folder         write a           fsync              write b           fsync
 * an object store  keep a            put the object a   keep b            put the object ab
 * </pre>
 *
 * <p>If the process dies between {@code append} and {@code sync}, the object may end with all, a part or nothing of the
 * appended bytes: readers must detect the end. Objects that are appended to are small, such as the record of a run. One
 * thread at a time may append, and one may sync; bytes that are appended meanwhile may need another sync.
 */
public interface Appender extends AutoCloseable {

    /** Appends bytes. */
    void append(byte[] bytes) throws IOException;

    /** Makes all appended bytes durable. */
    void sync() throws IOException;

    /** Ends appending. Bytes that were not synced may be lost. */
    @Override
    void close() throws IOException;
}
