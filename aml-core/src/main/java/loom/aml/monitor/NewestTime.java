package loom.aml.monitor;

import java.time.Instant;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/** The latest time at which one of some items was recorded, or used if it is a pattern. */
final class NewestTime {
    private @Nullable Instant time;

    void see(Item item) {
        see(item.kind() == ItemKind.PATTERN ? item.lastUsed() : item.timestamp());
    }

    void see(NewestTime other) {
        see(other.time);
    }

    private void see(@Nullable Instant other) {
        if (other != null && (time == null || other.isAfter(time))) {
            time = other;
        }
    }

    /** Returns the time; null if none of the items has one. */
    @Nullable
    Instant time() {
        return time;
    }
}
