package loom.aml.recall;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.io.LocalDisk;

/** The real file system with counts of opened files and bytes read. */
final class CountingDisk {
    private final Disk real = new LocalDisk();
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();
    private final Map<String, Integer> opened = new ConcurrentHashMap<>();
    private final Disk disk =
            (Disk) Proxy.newProxyInstance(CountingDisk.class.getClassLoader(), new Class<?>[] {Disk.class}, this::call);

    Disk disk() {
        return disk;
    }

    /** Returns the bytes read since the last reset from files whose path has this suffix. */
    long bytesOf(String pathEnd) {
        return bytes.entrySet().stream()
                .filter(file -> file.getKey().endsWith(pathEnd))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns how often files whose path has this suffix were opened for reading since the last reset. */
    int opened(String pathEnd) {
        return opened.entrySet().stream()
                .filter(file -> file.getKey().endsWith(pathEnd))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    void reset() {
        bytes.clear();
        opened.clear();
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("open")) {
                String path = ((Path) arguments[0]).toString();
                opened.merge(path, 1, Integer::sum);
                return new Counted((FileInput) result, path);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class Counted implements FileInput {
        private final FileInput file;
        private final String path;

        Counted(FileInput file, String path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public FileState state() {
            return file.state();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = file.read(into, offset, length);
            bytes.merge(path, (long) Math.max(0, n), Long::sum);
            return n;
        }

        @Override
        public void seek(long position) throws IOException {
            file.seek(position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
