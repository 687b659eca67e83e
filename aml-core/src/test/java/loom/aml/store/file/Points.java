package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loom.aml.CaseSample;

/** Tries the chosen points of one scenario, two at a time. */
final class Points {
    private static final int THREADS = 2;

    private Points() {}

    /** A trial at one point. */
    interface Trial<P> {
        void at(P point, Stage stage) throws IOException;
    }

    /** Makes the stage of one thread. */
    interface Setting {
        Stage in(Path directory) throws IOException;
    }

    /** Returns the number of points that were tried. */
    static <P> int tryAll(List<P> points, Path directory, Setting setting, Trial<P> trial) throws IOException {
        ConcurrentLinkedQueue<P> left = new ConcurrentLinkedQueue<>(CaseSample.of(points));
        int tried = left.size();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Path own = directory.resolve("thread-" + i);
                threads.add(pool.submit(() -> {
                    Stage stage = setting.in(own);
                    for (P point = left.poll(); point != null; point = left.poll()) {
                        try {
                            trial.at(point, stage);
                            stage.drop();
                        } catch (Throwable e) {
                            left.clear();
                            throw new AssertionError("at " + point + ", -Daml.seed=" + CaseSample.SEED, e);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return tried;
    }
}
