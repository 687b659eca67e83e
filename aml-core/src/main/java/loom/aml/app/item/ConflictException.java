package loom.aml.app.item;

import java.util.Optional;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.StoredItem;
import org.jspecify.annotations.Nullable;

/** Thrown if an item does not have the revision that a change expects. Nothing was changed. */
public final class ConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ItemKey key;
    private final transient Optional<StoredItem> current;

    ConflictException(ItemKey key, Optional<StoredItem> current) {
        super(current.map(item -> key + " now has revision " + item.revision())
                .orElseGet(() -> key + " no longer exists"));
        this.key = key;
        this.current = current;
    }

    public ItemKey key() {
        return key;
    }

    /** Returns the current item; empty if it does not exist. */
    public Optional<StoredItem> current() {
        return current;
    }

    /** Returns the current item; null if it does not exist. */
    public @Nullable JsonObject currentToJson() {
        return current.map(ConflictException::toJson).orElse(null);
    }

    private static JsonObject toJson(StoredItem item) {
        return JsonObject.builder()
                .put("agent", item.key().agent())
                .put("kind", item.key().kind().word())
                .put("id", item.key().id())
                .put("revision", item.revision().toString())
                .put("text", item.json())
                .build();
    }
}
