package loom.aml.cloud;

import java.time.Duration;

/**
 * Sizes and times of requests.
 *
 * @param part the bytes of a part of an upload; smaller objects are stored by one request. Each open upload keeps so many in memory
 * @param largestCopy the largest object that a store copies by one request, in bytes
 * @param firstRead the bytes that opening an object requests, so that a manifest needs one request
 * @param attempts the attempts of a request
 * @param pause the first pause between two attempts; each is longer than the one before
 * @param longestPause the longest pause
 * @param silence how long a store may not answer
 * @param patience the time for all attempts of a request, in addition to one second for each {@code slowest} bytes
 * @param slowest the bytes in a second of the slowest network
 */
record Transfer(
        int part,
        long largestCopy,
        int firstRead,
        int attempts,
        Duration pause,
        Duration longestPause,
        Duration silence,
        Duration patience,
        int slowest) {
    static final Transfer DEFAULT = new Transfer(
            16 << 20,
            5L << 30,
            4 << 20,
            5,
            Duration.ofMillis(200),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            50_000);

    /** Returns the time for all attempts of a request with so many bytes. */
    Duration patienceFor(long bytes) {
        return patience.plusSeconds(bytes / slowest);
    }
}
