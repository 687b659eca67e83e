package loom.aml.cli.command;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the heap of a server small. The serial collector lets the old generation grow to its maximum before it collects it, and
 * shrinks it only then. This thread collects the whole heap as soon as it has grown by a fixed amount, and once after work,
 * when the server becomes idle.
 */
final class SmallHeap implements AutoCloseable {
    /** The growth in bytes after which the whole heap is collected. */
    private static final long GROWTH = 8 << 20;

    private final LongSupplier work;
    private final Duration idle;
    private final Thread thread;

    private SmallHeap(LongSupplier work, Duration idle) {
        this.work = work;
        this.idle = idle;
        this.thread = Thread.ofPlatform().daemon().name("aml-heap").unstarted(this::watch);
    }

    /**
     * Starts to watch.
     *
     * @param work the amount of work that was done, which grows
     * @param idle how long the amount must not grow
     */
    static SmallHeap start(LongSupplier work, Duration idle) {
        SmallHeap heap = new SmallHeap(work, idle);
        heap.thread.start();
        return heap;
    }

    private void watch() {
        ReferenceQueue<Object> collections = new ReferenceQueue<>();
        // Cleared by the next collection of the young generation, which wakes this thread up.
        WeakReference<Object> sentinel = new WeakReference<>(new Object(), collections);
        long live = used();
        long collected = work.getAsLong();
        long before = collected;
        try {
            while (true) {
                boolean isYoungCollected = collections.remove(idle.toMillis()) == sentinel;
                long now = work.getAsLong();
                boolean isIdle = !isYoungCollected && now == before && now != collected;
                if (isIdle || used() - live > GROWTH) {
                    System.gc();
                    live = used();
                    collected = now;
                }
                if (isYoungCollected) {
                    sentinel = new WeakReference<>(new Object(), collections);
                }
                before = now;
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
