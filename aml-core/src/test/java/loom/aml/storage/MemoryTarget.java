package loom.aml.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import loom.aml.io.Ticker;
import org.jspecify.annotations.Nullable;

/** Objects in memory: the simplest object store. It knows nothing of who takes its leases, so only time ends those of the dead. */
public final class MemoryTarget implements BackupTarget {
    private final SortedMap<String, byte[]> objects = new TreeMap<>();
    private final Map<String, Long> uploads = new HashMap<>();
    private final Map<String, VersionedObject> leases = new ConcurrentHashMap<>();

    private static String checked(String name) throws IOException {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new FileSystemException(name, null, "not the name of an object");
            }
        }
        return name;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public Lease lease(String name, LeaseTerms terms) throws IOException {
        VersionedObject object = leases.computeIfAbsent(name, _ -> new VersionedObject());
        return new ObjectLease.Taking(
                        name,
                        object,
                        new LeaseHost("memory", "", ""),
                        _ -> false,
                        Ticker.SYSTEM,
                        InstantSource.system())
                .take(terms);
    }

    /** An object that is replaced by conditional requests. */
    static final class VersionedObject implements LeaseObject {
        private Optional<Content> content = Optional.empty();
        private long versions;

        @Override
        public synchronized Optional<Content> read() {
            return content;
        }

        @Override
        public synchronized Optional<Content> replace(Optional<Content> seen, byte[] text) {
            if (!content.map(Content::version).equals(seen.map(Content::version))) {
                return Optional.empty();
            }
            versions++;
            content = Optional.of(new Content(text, Long.toString(versions)));
            return content;
        }
    }

    @Override
    public Upload upload() {
        return new MemoryUpload(null);
    }

    @Override
    public Upload upload(String name) throws IOException {
        return new MemoryUpload(checked(name));
    }

    private final class MemoryUpload implements Upload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final @Nullable String known;

        MemoryUpload(@Nullable String known) {
            this.known = known;
            if (known != null) {
                synchronized (MemoryTarget.this) {
                    uploads.put(known, System.currentTimeMillis());
                }
            }
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public void publish(String name) throws IOException {
            synchronized (MemoryTarget.this) {
                objects.put(checked(name), bytes.toByteArray());
                uploads.remove(known);
            }
        }

        @Override
        public void close() {
            synchronized (MemoryTarget.this) {
                uploads.remove(known);
            }
        }
    }

    @Override
    public synchronized int discardUploads(String folder, Predicate<String> isOurs, Instant before) {
        List<String> old = uploads.entrySet().stream()
                .filter(upload -> upload.getKey().startsWith(folder))
                .filter(upload ->
                        isOurs.test(upload.getKey().substring(upload.getKey().lastIndexOf('/') + 1)))
                .filter(upload -> Instant.ofEpochMilli(upload.getValue()).isBefore(before))
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(uploads::remove);
        return old.size();
    }

    @Override
    public synchronized boolean exists(String name) throws IOException {
        return objects.containsKey(checked(name));
    }

    @Override
    public synchronized ObjectReader open(String name) throws IOException {
        byte[] bytes = objects.get(checked(name));
        if (bytes == null) {
            throw new NoSuchFileException(name);
        }
        return new MemoryReader(bytes);
    }

    private record MemoryReader(byte[] bytes) implements ObjectReader {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            if (position >= bytes.length) {
                return -1;
            }
            int n = (int) Math.min(length, bytes.length - position);
            System.arraycopy(bytes, (int) position, into, offset, n);
            return n;
        }

        @Override
        public void close() {
            // Memory needs no closing.
        }
    }

    @Override
    public synchronized List<Stored> list(String prefix) {
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .filter(object -> Arrays.stream(object.getKey().split("/")).noneMatch(part -> part.startsWith(".")))
                .map(object -> new Stored(object.getKey(), object.getValue().length))
                .toList();
    }

    @Override
    public synchronized Collection<String> names(String folder) {
        return objects.keySet().stream()
                .filter(name -> name.startsWith(folder))
                .map(name -> name.substring(folder.length()).split("/")[0])
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void delete(Collection<String> names) throws IOException {
        for (String name : names) {
            objects.remove(checked(name));
        }
    }
}
