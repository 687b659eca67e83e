package loom.aml.server.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import loom.aml.json.JsonObject;
import loom.aml.server.event.Events;
import loom.aml.store.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work can be followed and cancelled, one at a time in each store. */
@Timeout(60)
class OperationsTest {
    private static final JsonObject RESULT =
            JsonObject.builder().put("command", "maintain").build();

    private final Operations operations = new Operations(new Events(), InstantSource.system());
    private final CountDownLatch go = new CountDownLatch(1);

    private Operation start(String store, Work work) throws OperationRunningException, HostStoppingException {
        return operations.start(
                store,
                "maintain",
                work,
                e -> JsonObject.builder().put("detail", e.getMessage()).build());
    }

    private static void awaitEnd(Operation operation) throws InterruptedException {
        while (operation.state() == Operation.State.RUNNING) {
            Thread.sleep(5);
        }
    }

    @Test
    void result_isThatOfTheWork() throws Exception {
        Operation operation = start("a", _ -> RESULT);
        awaitEnd(operation);
        assertThat(operation.state()).isEqualTo(Operation.State.DONE);
        assertThat(operation.toJson().object("result")).contains(RESULT);
        assertThat(operations.find(operation.id())).containsSame(operation);
    }

    @Test
    void failure_isAProblem() throws Exception {
        Operation operation = start("a", _ -> {
            throw new IllegalStateException("broken");
        });
        awaitEnd(operation);
        assertThat(operation.state()).isEqualTo(Operation.State.FAILED);
        assertThat(operation.toJson().object("problem").orElseThrow().string("detail"))
                .contains("broken");
    }

    @Test
    void secondOperationOnAStore_isRefused_untilTheFirstEnds() throws Exception {
        Operation first = start("a", _ -> {
            go.await();
            return RESULT;
        });
        assertThatThrownBy(() -> start("a", _ -> RESULT))
                .isInstanceOfSatisfying(
                        OperationRunningException.class,
                        e -> assertThat(e.running()).isSameAs(first));
        awaitEnd(start("b", _ -> RESULT));
        go.countDown();
        awaitEnd(first);
        awaitEnd(start("a", _ -> RESULT));
    }

    @Test
    void cancellation_stopsWorkThatReads() throws Exception {
        Operation operation = start("a", progress -> {
            go.await();
            progress.done(1, 2);
            return RESULT;
        });
        operation.cancel();
        go.countDown();
        awaitEnd(operation);
        assertThat(operation.state()).isEqualTo(Operation.State.CANCELLED);
        assertThat(operation.toJson().isTrue("cancel_requested")).isTrue();
    }

    @Test
    void cancellation_doesNotStopAChangeHalfway() throws Exception {
        Operation operation = start("a", progress -> {
            go.await();
            Progress changes = progress.ofChanges();
            changes.done(1, 2);
            changes.done(2, 2);
            return RESULT;
        });
        operation.cancel();
        go.countDown();
        awaitEnd(operation);
        assertThat(operation.state()).isEqualTo(Operation.State.DONE);
    }

    @Test
    void operationsThatEnded_areForgottenAtLast() throws Exception {
        for (int i = 0; i < 250; i++) {
            awaitEnd(start("a", _ -> RESULT));
        }
        assertThat(operations.list()).hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void resultsOfOldOperations_areDropped() throws Exception {
        Operation old = start("a", _ -> RESULT);
        awaitEnd(old);
        for (int i = 0; i < 25; i++) {
            awaitEnd(start("a", _ -> RESULT));
        }
        assertThat(old.toJson().object("result")).isEmpty();
        assertThat(old.toJson().string("state")).contains("done");
        assertThat(operations.list().get(1).toJson().object("result")).contains(RESULT);
    }

    @Test
    void close_cancelsAndWaits() throws Exception {
        Operation operation = start("a", progress -> {
            while (true) {
                progress.done(1, 2);
                Thread.sleep(1);
            }
        });
        operations.close();
        assertThat(operation.state()).isEqualTo(Operation.State.CANCELLED);
        assertThatThrownBy(() -> start("a", _ -> RESULT)).isInstanceOf(HostStoppingException.class);
    }
}
