package loom.aml.server.http;

/** A token bucket. Thread-safe. */
final class RateLimit {
    private final double perNano;
    private final double most;
    private double left;
    private long last = System.nanoTime();

    /**
     * @param perSecond the sustained rate
     * @param burst the capacity
     */
    RateLimit(double perSecond, double burst) {
        this.perNano = perSecond / 1e9;
        this.most = burst;
        this.left = most;
    }

    /** Takes a token; returns whether there was one. */
    synchronized boolean admits() {
        if (!isOpen()) {
            return false;
        }
        left--;
        return true;
    }

    /** Returns whether there is a token. */
    synchronized boolean isOpen() {
        long now = System.nanoTime();
        left = Math.min(most, left + (now - last) * perNano);
        last = now;
        return left >= 1;
    }
}
