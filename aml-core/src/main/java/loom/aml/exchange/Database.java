package loom.aml.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database that is open for reading. Nothing is written to it, nor beside it. */
public interface Database extends AutoCloseable {

    /** Opens databases. The implementation is loaded only when one is read. */
    interface Opener {
        /**
         * Opens a database of one file.
         *
         * @throws IOException if it is damaged or not a database
         */
        Database open(Path file) throws IOException;
    }

    /** Receives the rows of a table: a string, a long, a double or null by the name of each column. */
    @FunctionalInterface
    interface Rows {
        void row(Map<String, @Nullable Object> values) throws IOException;
    }

    /** Returns the names of the columns of a table; empty if the table does not exist. */
    List<String> columns(String table) throws IOException;

    /**
     * Reads some columns of a table, all of which exist, in the order of its rows.
     *
     * @throws IOException if the table is damaged; the rows before that were passed on
     */
    void read(String table, List<String> columns, Rows rows) throws IOException;

    @Override
    void close() throws IOException;
}
