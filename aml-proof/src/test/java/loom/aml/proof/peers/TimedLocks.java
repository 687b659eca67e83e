package loom.aml.proof.peers;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;

/** The real file system, which records the waiting time of each lock of a collection. */
final class TimedLocks {
    private final Disk real = new LocalDisk();
    private final Map<Path, Long> since = new ConcurrentHashMap<>();
    private final List<Long> waits = new CopyOnWriteArrayList<>();

    Disk disk() {
        return (Disk)
                Proxy.newProxyInstance(TimedLocks.class.getClassLoader(), new Class<?>[] {Disk.class}, this::call);
    }

    /** Returns the milliseconds from the first to the successful attempt for each lock. */
    List<Long> waits() {
        return waits;
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean isLock = method.getName().equals("createDirectory")
                && arguments.length == 1
                && arguments[0].toString().endsWith(".lock");
        if (isLock) {
            since.putIfAbsent((Path) arguments[0], System.nanoTime());
        }
        try {
            Object result = method.invoke(real, arguments);
            if (isLock) {
                waits.add((System.nanoTime() - since.remove((Path) arguments[0])) / 1_000_000);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
