package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicInteger restored = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private Interruption interruption(Duration grace) {
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        Messages messages = new Messages(err, new Environment(Map.of(), Path.of("/")), Clock.systemUTC());
        Interruption interruption = new Interruption(messages, grace);
        interruption.ifOverdue(restored::incrementAndGet);
        return interruption;
    }

    /** Starts a command that looks for a signal, and then works until the end. */
    private Thread command(Interruption interruption) {
        return Thread.startVirtualThread(() -> {
            try {
                assertThat(interruption.await(Duration.ZERO)).isFalse();
                begun.countDown();
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A server that has said that it is ready, and was stopped by its reader before it waited. */
    @Test
    void serverThatIsStoppedBeforeItWaits_endsByItself() throws InterruptedException {
        Interruption interruption = interruption(Duration.ofSeconds(50));
        AtomicBoolean isEnded = new AtomicBoolean();
        Thread server = Thread.ofVirtual().unstarted(() -> {
            try {
                interruption.defer();
                begun.countDown();
                end.await();
                interruption.await();
                isEnded.set(true);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        server.start();
        begun.await();

        interruption.start();
        end.countDown();
        interruption.join();

        assertThat(isEnded).as("the server ended before the process").isTrue();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(restored).hasValue(0);
    }

    /** Ends the process while a command works. */
    private static void end(Interruption interruption) throws InterruptedException {
        interruption.start();
        interruption.join();
    }

    @Test
    void commandThatDoesNotEndInTime_hasItsScreenRestored() throws InterruptedException {
        Interruption interruption = interruption(Duration.ofMillis(1));
        Thread command = command(interruption);
        begun.await();

        end(interruption);

        assertThat(restored).hasValue(1);
        assertThat(interruption.isRequested()).isTrue();
        end.countDown();
        command.join();
    }

    @Test
    void commandThatEnds_restoresItsScreenItself() throws InterruptedException {
        Interruption interruption = interruption(Duration.ofSeconds(50));
        Thread command = command(interruption);
        begun.await();
        end.countDown();

        end(interruption);

        command.join();
        assertThat(restored).hasValue(0);
    }
}
