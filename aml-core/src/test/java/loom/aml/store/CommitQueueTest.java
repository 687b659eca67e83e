package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void writesDuringACommit_formTheNextGroup_inTheirOrder() {
        CountDownLatch isFirst = new CountDownLatch(1);
        CountDownLatch isFull = new CountDownLatch(1);
        List<List<Integer>> groups = new ArrayList<>();
        try (CommitQueue<Integer> queue = new CommitQueue<>(group -> {
            groups.add(List.copyOf(group));
            isFirst.countDown();
            await(isFull);
        })) {
            queue.addAll(List.of(1));
            await(isFirst);
            queue.addAll(List.of(2, 3));
            queue.addAll(List.of(4));
            isFull.countDown();
        }
        assertThat(groups).containsExactly(List.of(1), List.of(2, 3, 4));
    }

    @Test
    void lastWriteOfAGroup_endsIt() {
        List<List<Integer>> groups = new ArrayList<>();
        try (CommitQueue<Integer> queue = new CommitQueue<>(groups::add, write -> write % 2 == 0)) {
            queue.addAll(List.of(1, 3, 2, 4, 5));
        }
        assertThat(groups).containsExactly(List.of(1, 3, 2), List.of(4), List.of(5));
    }

    @Test
    void errorOfACommit_doesNotStopTheQueue() throws Exception {
        Thread.UncaughtExceptionHandler former = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, _) -> {
            // Expected.
        });
        CompletableFuture<Integer> committed = new CompletableFuture<>();
        CountDownLatch hasFailed = new CountDownLatch(1);
        try (CommitQueue<Integer> queue = new CommitQueue<>(group -> {
            if (group.getFirst() == 1) {
                hasFailed.countDown();
                throw new AssertionError("broken");
            }
            committed.complete(group.getFirst());
        })) {
            queue.addAll(List.of(1));
            await(hasFailed);
            queue.addAll(List.of(2));
            assertThat(committed.get(20, TimeUnit.SECONDS)).isEqualTo(2);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(former);
        }
    }
}
