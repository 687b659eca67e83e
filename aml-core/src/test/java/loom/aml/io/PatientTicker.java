package loom.aml.io;

import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only where somebody waits: waiting takes none, and a machine under load is as fast as any other. */
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
