package loom.aml.backup.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import loom.aml.io.FileInput;
import loom.aml.io.MemoryFile;
import loom.aml.store.StoreLockedException;

/** Backups that nobody keeps: what an object store would do, as simple as it can be. */
public final class MemoryTarget implements BackupTarget {
    private final SortedMap<String, byte[]> objects = new TreeMap<>();
    private final Semaphore right = new Semaphore(1);

    private static String checked(String name) throws IOException {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new FileSystemException(name, null, "no name of an object");
            }
        }
        return name;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public Hold lock(Duration wait) throws IOException {
        try {
            if (!right.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreLockedException(location(), wait, "another backup");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return right::release;
    }

    @Override
    public Upload put() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new Upload() {
            @Override
            public void write(byte[] from, int offset, int length) {
                bytes.write(from, offset, length);
            }

            @Override
            public void publish(String name) throws IOException {
                synchronized (objects) {
                    objects.put(checked(name), bytes.toByteArray());
                }
            }

            @Override
            public void close() {
                // What was not published is nowhere.
            }
        };
    }

    @Override
    public FileInput get(String name) throws IOException {
        synchronized (objects) {
            byte[] bytes = objects.get(checked(name));
            if (bytes == null) {
                throw new NoSuchFileException(name);
            }
            return MemoryFile.of(bytes);
        }
    }

    @Override
    public List<Stored> list(String prefix) {
        synchronized (objects) {
            return objects.entrySet().stream()
                    .filter(object -> object.getKey().startsWith(prefix))
                    .map(object -> new Stored(object.getKey(), object.getValue().length))
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        synchronized (objects) {
            objects.remove(checked(name));
        }
    }
}
