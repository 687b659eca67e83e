package loom.aml.server.http;

/** A token bucket whose capacity is twice its rate per second. */
final class RateLimit {
    private final double perNano;
    private final double most;
    private double left;
    private long last = System.nanoTime();

    RateLimit(int perSecond) {
        this.perNano = perSecond / 1e9;
        this.most = 2.0 * perSecond;
        this.left = most;
    }

    synchronized boolean admits() {
        long now = System.nanoTime();
        left = Math.min(most, left + (now - last) * perNano);
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
