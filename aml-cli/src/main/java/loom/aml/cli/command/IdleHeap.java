package loom.aml.cli.command;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives the memory of an idle server back to the system: after work, and a while without any, it collects the whole heap once, which
 * then shrinks. The serial collector does this on request only.
 */
final class IdleHeap implements AutoCloseable {
    private final Thread thread;

    private IdleHeap(LongSupplier work, Duration idle) {
        this.thread = Thread.ofPlatform().daemon().name("aml-idle").unstarted(() -> watch(work, idle));
    }

    /**
     * Starts to watch.
     *
     * @param work the amount of work that was done, which grows
     * @param idle how long the amount must not grow
     */
    static IdleHeap start(LongSupplier work, Duration idle) {
        IdleHeap heap = new IdleHeap(work, idle);
        heap.thread.start();
        return heap;
    }

    private static void watch(LongSupplier work, Duration idle) {
        long collected = work.getAsLong();
        long before = collected;
        try {
            while (true) {
                Thread.sleep(idle);
                long now = work.getAsLong();
                if (now == before && now != collected) {
                    System.gc();
                    collected = now;
                }
                before = now;
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
