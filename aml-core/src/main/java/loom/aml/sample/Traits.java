package loom.aml.sample;

import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * All of an item that decisions read, drawn so that its label is true and no other is.
 *
 * @param textSeed what the words of the item are drawn from; equal seeds give equal words
 * @param missing the field that a broken item lacks: {@code id}, {@code agent} or {@code timestamp}; null if none
 * @param isUndated whether no date of it can be read
 * @param createdMs when it was recorded, in milliseconds since 1970
 * @param lastUsedMs when it was last used
 * @param uses executions of a pattern, confirmations of a solution
 */
record Traits(
        String id,
        long textSeed,
        Label label,
        @Nullable String missing,
        boolean isUndated,
        long createdMs,
        long lastUsedMs,
        double success,
        double confidence,
        int uses,
        boolean isGood) {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final String[] REQUIRED = {"id", "agent", "timestamp"};

    /** Draws a fresh item, and bends it to its label. */
    static Traits draw(Label label, ItemKind kind, long now, RandomGenerator random) {
        long lastUsed = now - age(random, 0, 50);
        long created = kind == ItemKind.PATTERN ? lastUsed - age(random, 0, 300) : now - freshAge(kind, random);
        double success = random.nextDouble(0.35, 0.99);
        double confidence = random.nextDouble(0.2, 0.98);
        int uses = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(3, 400);
        boolean isGood = true;
        String missing = null;
        switch (label) {
            case STALE -> {
                lastUsed = now - age(random, 100, 700);
                created = lastUsed - age(random, 0, 200);
            }
            case OUTDATED -> created = now - age(random, 380, 900);
            case EXPIRED -> created = now - age(random, 190, 700);
            case FAILED -> {
                success = random.nextDouble(0.22, 0.28);
                uses = random.nextInt(3, 60);
                created = now - age(random, 60, 300);
            }
            case LOW_SUCCESS -> {
                success = random.nextDouble(0.01, 0.18);
                uses = random.nextInt(3, 60);
                created = now - age(random, 10, 20);
                lastUsed = now - age(random, 0, 9);
            }
            case LOW_CONFIDENCE -> {
                confidence = random.nextDouble(0.01, 0.13);
                uses = random.nextInt(3, 60);
            }
            case NEGATIVE -> isGood = false;
            case FEW_EXECUTIONS -> {
                success = random.nextDouble(0.01, 0.18);
                uses = random.nextInt(0, 3);
            }
            case FUTURE -> {
                lastUsed = now + age(random, 10, 400);
                created = kind == ItemKind.PATTERN ? created : lastUsed;
            }
            case BROKEN -> missing = REQUIRED[random.nextInt(REQUIRED.length)];
            case FRESH, DUPLICATED, IDENTICAL, NEAR_DUPLICATED, UNDATED -> {
                // Fresh as drawn; what makes a copy of an original is done by the methods below.
            }
        }
        return new Traits(
                uuid(random),
                random.nextLong(),
                label,
                missing,
                label == Label.UNDATED,
                created,
                lastUsed,
                success,
                confidence,
                uses,
                isGood);
    }

    private static long freshAge(ItemKind kind, RandomGenerator random) {
        return kind == ItemKind.SOLUTION ? age(random, 0, 330) : age(random, 0, 105);
    }

    private static long age(RandomGenerator random, int fromDays, int toDays) {
        return random.nextLong(fromDays * DAY_MS, toDays * DAY_MS + 1);
    }

    private static String uuid(RandomGenerator random) {
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** A second item of the same id: the same to the byte, or used less and earlier. */
    Traits duplicated(RandomGenerator random) {
        long earlier = random.nextBoolean() ? 0 : age(random, 1, 5);
        return new Traits(
                id,
                textSeed,
                Label.DUPLICATED,
                null,
                false,
                createdMs - earlier,
                lastUsedMs - earlier,
                success,
                confidence,
                earlier == 0 ? uses : uses / 2,
                isGood);
    }

    /** The same under another id. */
    Traits identical(RandomGenerator random) {
        return like(Label.IDENTICAL, textSeed, random);
    }

    /** Nearly the same under another id: the low bit of the seed changes one sentence. */
    Traits nearlySame(RandomGenerator random) {
        return like(Label.NEAR_DUPLICATED, textSeed ^ 1, random);
    }

    private Traits like(Label other, long seed, RandomGenerator random) {
        return new Traits(
                uuid(random), seed, other, null, false, createdMs, lastUsedMs, success, confidence, uses, isGood);
    }
}
