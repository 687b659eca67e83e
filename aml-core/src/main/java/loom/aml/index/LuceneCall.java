package loom.aml.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceConfigurationError;
import loom.aml.io.NotRegularFileException;
import loom.aml.json.JsonSyntaxException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * Wraps all calls of Lucene, so that failures arrive in two forms: {@link UnusableIndexException} for an index that
 * must be rebuilt, and any other {@link IOException} for one that cannot be used now. Lucene reports damage by
 * unchecked exceptions of many types, and the JVM reports missing memory or descriptors by errors.
 */
final class LuceneCall {
    private LuceneCall() {}

    /** An operation on an index. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Runs an operation.
     *
     * @throws UnusableIndexException if the index is damaged
     * @throws IOException if the index could not be read or written
     */
    static <T> T of(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            throw meaningOf(e);
        } catch (AssertionError | ServiceConfigurationError e) {
            throw meaningOf(e);
        }
    }

    private static IOException meaningOf(Throwable thrown) {
        Throwable e = causeOf(thrown);
        if (isDamage(e)) {
            return new UnusableIndexException("it is damaged: " + e.getMessage(), false, e);
        }
        if (e instanceof IOException failure) {
            return failure;
        }
        if (e instanceof OutOfMemoryError || e instanceof StackOverflowError) {
            return new IndexFailureException("there is not enough memory", e);
        }
        return new IndexFailureException("it cannot be used: " + e, e);
    }

    /**
     * Returns the original failure: after a fatal failure, Lucene closes the writer and reports that failure as the
     * cause of each later one.
     */
    private static Throwable causeOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean isWrapped = thrown instanceof UncheckedIOException || thrown instanceof AlreadyClosedException;
        return isWrapped && cause != null ? causeOf(cause) : thrown;
    }

    private static boolean isDamage(Throwable e) {
        return e instanceof CorruptIndexException
                || e instanceof IndexFormatTooOldException
                || e instanceof IndexFormatTooNewException
                || e instanceof EOFException
                || e instanceof NoSuchFileException
                || e instanceof FileNotFoundException
                || e instanceof NotRegularFileException
                || e instanceof JsonSyntaxException
                || (e instanceof RuntimeException && !(e instanceof AlreadyClosedException));
    }
}
