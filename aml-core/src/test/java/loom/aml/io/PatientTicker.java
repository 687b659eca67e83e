package loom.aml.io;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that advances only when the code under test waits. Waiting takes no real time, so tests do not depend on the
 * load of the machine.
 */
public final class PatientTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }
}
