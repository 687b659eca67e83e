package loom.aml.cloud;

import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import loom.aml.storage.LeaseObject;
import loom.aml.storage.LeaseRecord;

/**
 * The object of a lease. Each write has a number of its own in the metadata of the object. A writer whose answer was lost reads the object
 * and recognises its number.
 *
 * <p>A store that ignores conditions would give one lease to two processes. So the first holder of a lease, which creates the object, tries
 * two writes that the store must refuse.
 */
final class BucketLease implements LeaseObject {
    private static final int LARGEST = 1 << 20;
    private static final int ATTEMPTS = 5;

    private final Bucket bucket;
    private final String key;
    private final Supplier<String> numbers;

    /** The numbers of writes whose answers never came. The store may have done one of them. */
    private final Set<String> unanswered = Collections.synchronizedSet(new HashSet<>());

    private volatile boolean hasReplacedUnreleased;

    /** @param numbers returns a number that no other write has */
    BucketLease(Bucket bucket, String key, Supplier<String> numbers) {
        this.bucket = bucket;
        this.key = key;
        this.numbers = numbers;
    }

    /** Returns whether the last holder before this one did not return the lease, so it may have left unfinished uploads. */
    boolean hasReplacedUnreleased() {
        return hasReplacedUnreleased;
    }

    @Override
    public Optional<Content> read() throws IOException {
        return bucket.read(key, LARGEST).map(object -> new Content(object.bytes(), object.version()));
    }

    @Override
    public Optional<Content> replace(Optional<Content> seen, byte[] text) throws IOException {
        String write = numbers.get();
        Optional<String> version = seen.map(Content::version);
        for (int attempt = 1; ; attempt++) {
            Optional<String> stored = store(version, text, write);
            if (stored.isPresent()) {
                return Optional.of(taken(seen, text, stored.get()));
            }
            Optional<Bucket.Versioned> now = bucket.read(key, LARGEST);
            if (now.isPresent() && now.get().write().equals(write)) {
                return Optional.of(taken(seen, text, now.get().version()));
            }
            Optional<String> present = now.map(Bucket.Versioned::version);
            boolean isOurs = now.isPresent() && unanswered.contains(now.get().write());
            if (attempt == ATTEMPTS || !present.equals(version) && !isOurs) {
                return Optional.empty();
            }
            // It was ours all the time, or the store was busy with another write that failed.
            version = present;
        }
    }

    private Optional<String> store(Optional<String> version, byte[] text, String write) throws IOException {
        try {
            Optional<String> stored = bucket.replace(key, text, version, write);
            stored.ifPresent(_ -> unanswered.clear());
            return stored;
        } catch (IOException e) {
            unanswered.add(write);
            throw e;
        }
    }

    private Content taken(Optional<Content> seen, byte[] text, String version) throws IOException {
        if (seen.isEmpty()) {
            verifyConditions(text, version);
        } else {
            hasReplacedUnreleased |= isOfAnotherHolder(seen.get(), text);
        }
        return new Content(text, version);
    }

    private static boolean isOfAnotherHolder(Content seen, byte[] text) {
        Optional<LeaseRecord> before = LeaseRecord.of(seen.text());
        Optional<LeaseRecord> after = LeaseRecord.of(text);
        return before.isEmpty()
                || after.isEmpty()
                || !before.get().isReleased()
                        && before.get().sequence() != after.get().sequence();
    }

    private void verifyConditions(byte[] text, String version) throws IOException {
        boolean creates =
                bucket.replace(key, text, Optional.empty(), numbers.get()).isPresent();
        if (creates
                || bucket.replace(key, text, Optional.of(otherThan(version)), numbers.get())
                        .isPresent()) {
            bucket.delete(List.of(key));
            throw new IOException(bucket.location()
                    + " ignores the conditions of writes (If-None-Match and If-Match), so two runs at the same time could"
                    + " damage each other's snapshots; update the store or use another one");
        }
    }

    /** Returns a valid version that the object does not have. */
    private static String otherThan(String version) {
        StringBuilder other = new StringBuilder(version);
        for (int at = 0; at < other.length(); at++) {
            if (Character.digit(other.charAt(at), 10) >= 0) {
                other.setCharAt(at, other.charAt(at) == '1' ? '2' : '1');
                return other.toString();
            }
        }
        return "\"00000000000000000000000000000000\"";
    }
}
