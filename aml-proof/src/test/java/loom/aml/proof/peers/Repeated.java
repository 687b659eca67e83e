package loom.aml.proof.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that is repeated until it is stopped. */
final class Repeated {
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Thread thread;

    /**
     * @param work returns a word for the outcome
     */
    Repeated(Callable<String> work) {
        thread = Thread.ofPlatform().start(() -> {
            do {
                try {
                    outcomes.merge(work.call(), 1, Integer::sum);
                } catch (Throwable e) {
                    failures.add(e);
                    return;
                }
            } while (!isStopped.get());
        });
    }

    /** Stops after the current repetition and returns the count of each outcome. */
    Map<String, Integer> stop() throws InterruptedException {
        isStopped.set(true);
        thread.join();
        if (!failures.isEmpty()) {
            throw new AssertionError("failed after " + outcomes + ": " + failures.getFirst(), failures.getFirst());
        }
        return outcomes;
    }
}
