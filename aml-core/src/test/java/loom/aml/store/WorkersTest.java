package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final List<Integer> PIECES = IntStream.range(0, 10).boxed().toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void results_areInTheOrderOfTheTasks(int threads) throws IOException {
        assertThat(new Workers(threads).map(PIECES, piece -> piece, piece -> "result " + piece))
                .isEqualTo(PIECES.stream().map(piece -> "result " + piece).toList());
    }

    @Test
    void oneThread_startsNoTaskAfterAFailure() {
        Queue<Integer> started = new ConcurrentLinkedQueue<>();

        assertThatThrownBy(() -> new Workers(1).map(PIECES, _ -> 1, piece -> {
                    started.add(piece);
                    throw new IOException("no disk");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");

        assertThat(started).containsExactly(0);
    }

    @Test
    @Timeout(60)
    void severalThreads_startNoTaskAfterAFailure_andFinishThoseThatRun() throws InterruptedException {
        Queue<Integer> started = new ConcurrentLinkedQueue<>();
        Queue<Integer> finished = new ConcurrentLinkedQueue<>();
        CountDownLatch another = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Thread releasing = Thread.ofPlatform().start(() -> {
            // The caller waits without a limit for results, and with one for the end of the running tasks.
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            release.countDown();
        });

        assertThatThrownBy(() -> new Workers(2).map(PIECES, piece -> -piece, piece -> {
                    started.add(piece);
                    if (piece == 0) {
                        // On a busy machine the other thread may be late.
                        awaitUninterrupted(another);
                        throw new IOException("no disk");
                    }
                    another.countDown();
                    awaitUninterrupted(release);
                    finished.add(piece);
                    return piece;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");

        releasing.join();
        assertThat(started).hasSizeBetween(2, 3);
        assertThat(finished).hasSize(started.size() - 1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("a running task was interrupted", e);
        }
    }
}
