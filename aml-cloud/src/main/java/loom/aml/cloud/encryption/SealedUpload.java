package loom.aml.cloud.encryption;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.util.List;
import loom.aml.storage.BackupTarget;
import org.jspecify.annotations.Nullable;

/** Encrypts an object while it is written. */
final class SealedUpload implements BackupTarget.Upload {
    private final BackupTarget.Upload stored;
    private final RepositoryKey key;
    private final WritableByteChannel plain;
    private @Nullable String finished;

    /** Takes ownership of the upload of the encrypted object. */
    SealedUpload(BackupTarget.Upload stored, RepositoryKey key) throws IOException {
        this.stored = stored;
        this.key = key;
        try {
            plain = encrypting(stored, List.of(key.writer()));
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /** Returns a channel that encrypts for readers. Closing it writes the end of the encrypted file. */
    static WritableByteChannel encrypting(BackupTarget.Upload stored, List<RecipientStanzaWriter> readers)
            throws IOException {
        try {
            return new StandardEncryptingChannelFactory().newEncryptingChannel(new Sink(stored), readers);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        plain.write(ByteBuffer.wrap(bytes, offset, length));
    }

    /**
     * Writes the name and the end.
     *
     * @return the upload of the encrypted object
     */
    BackupTarget.Upload finish(String name) throws IOException {
        if (finished == null) {
            finished = name;
            plain.write(ByteBuffer.wrap(Trailer.of(name)));
            plain.close();
        } else if (!finished.equals(name)) {
            throw new FileSystemException(name, null, "the object was already completed as " + finished);
        }
        return stored;
    }

    RepositoryKey key() {
        return key;
    }

    @Override
    public void publish(String name) throws IOException {
        String storedName = key.names().stored(name);
        finish(name).publish(storedName);
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }

    /** Writes to an upload, which is closed by its owner. */
    private static final class Sink implements WritableByteChannel {
        private final BackupTarget.Upload upload;
        private boolean isClosed;

        Sink(BackupTarget.Upload upload) {
            this.upload = upload;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int length = bytes.remaining();
            upload.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
            bytes.position(bytes.limit());
            return length;
        }

        @Override
        public boolean isOpen() {
            return !isClosed;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
