package loom.aml;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.io.LocalDisk;

/**
 * The real file system, with actions that run before chosen calls and may throw: before a method of the disk, or before
 * {@code write} and {@code sync} of a file that the disk created.
 */
public final class WatchedDisk {
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Disk disk =
            (Disk) Proxy.newProxyInstance(WatchedDisk.class.getClassLoader(), new Class<?>[] {Disk.class}, this::call);
    private final Disk real = new LocalDisk();

    /** An action that runs before a call. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private record Watch(String method, String pathEnd, Action action) {}

    /** The disk to be used. */
    public Disk disk() {
        return disk;
    }

    /** Does something before each call of a method whose first path, or whose second, ends like this. */
    public WatchedDisk before(String method, String pathEnd, Action action) {
        watches.add(new Watch(method, pathEnd, action));
        return this;
    }

    /** Does something before the first such call alone. */
    public WatchedDisk beforeFirst(String method, String pathEnd, Action action) {
        boolean[] done = {false};
        return before(method, pathEnd, () -> {
            if (!done[0]) {
                done[0] = true;
                action.run();
            }
        });
    }

    private void runActions(String method, Object[] arguments) throws Exception {
        for (Watch watch : watches) {
            if (watch.method.equals(method) && concerns(watch, arguments)) {
                watch.action.run();
            }
        }
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        runActions(method.getName(), arguments);
        try {
            Object result = method.invoke(real, arguments);
            return result instanceof FileOutput file ? new WatchedOutput(file, arguments) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean concerns(Watch watch, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Path path && path.toString().endsWith(watch.pathEnd)) {
                return true;
            }
        }
        return false;
    }

    private final class WatchedOutput extends FileOutput {
        private final FileOutput file;
        private final Object[] arguments;

        WatchedOutput(FileOutput file, Object[] arguments) {
            this.file = file;
            this.arguments = arguments;
        }

        private void watched(String method) throws IOException {
            try {
                runActions(method, arguments);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watched("write");
            file.write(bytes, offset, length);
        }

        @Override
        public void sync() throws IOException {
            watched("sync");
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
