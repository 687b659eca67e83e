package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A directory handle that refers to the same directory even if another gets its name. */
record SecureDirectory(SecureDirectoryStream<Path> stream, BasicFileAttributeView view) implements OpenDirectory {
    SecureDirectory(SecureDirectoryStream<Path> stream) {
        this(stream, stream.getFileAttributeView(BasicFileAttributeView.class));
    }

    @Override
    public FileState state() throws IOException {
        return Stat.state(view.readAttributes());
    }

    @Override
    public void setModified(Instant time) throws IOException {
        view.setTimes(FileTime.from(time), null, null);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
