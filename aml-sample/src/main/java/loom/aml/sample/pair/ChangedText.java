package loom.aml.sample.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Changes one of the texts of an item, of those that say something. */
final class ChangedText {
    /** Fields that say which item it is, how often it was used, and when. */
    private static final Set<String> OTHERS = Set.of(
            "id",
            "agent",
            "timestamp",
            "metadata",
            "metrics",
            "evolution",
            "performance",
            "lifecycle",
            "version",
            "tags",
            "reviewedAt");

    private final int chosen;
    private final SlotChange change;
    private final RandomGenerator random;
    private int seen;
    private boolean isChanged;

    private ChangedText(int chosen, SlotChange change, RandomGenerator random) {
        this.chosen = chosen;
        this.change = change;
        this.random = random;
    }

    /** Returns the item with a change in a random text; empty if that text has no place for it. */
    static Optional<JsonObject> of(JsonObject item, SlotChange change, RandomGenerator random) {
        ChangedText counting = new ChangedText(-1, change, random);
        counting.copy(item);
        if (counting.seen == 0) {
            return Optional.empty();
        }
        ChangedText changing = new ChangedText(random.nextInt(counting.seen), change, random);
        JsonObject other = changing.copy(item);
        return changing.isChanged ? Optional.of(other) : Optional.empty();
    }

    private JsonObject copy(JsonObject object) {
        JsonObject.Builder copy = JsonObject.builder();
        for (String key : object.keys()) {
            Object value = object.value(key);
            copy.putValue(key, OTHERS.contains(key) ? value : copy(value));
        }
        return copy.build();
    }

    private @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> copy(object);
            case List<?> list -> {
                List<@Nullable Object> copies = new ArrayList<>();
                for (Object each : list) {
                    copies.add(copy(each));
                }
                yield copies;
            }
            case String text -> text(text);
            case null, default -> value;
        };
    }

    private String text(String text) {
        if (seen++ != chosen) {
            return text;
        }
        Optional<String> changed = change.of(text, random);
        isChanged = changed.isPresent();
        return changed.orElse(text);
    }
}
