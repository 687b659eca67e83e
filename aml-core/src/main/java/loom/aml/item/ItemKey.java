package loom.aml.item;

import java.util.Comparator;
import java.util.Optional;

/**
 * The key of an item in a store: {@code debugger/pattern/768e2688-74a4-4876-9e78-1546855da464}.
 *
 * @param agent the agent whose memory contains the item
 * @param id the decoded id, at least one character; it may contain slashes
 */
public record ItemKey(String agent, ItemKind kind, String id) implements Comparable<ItemKey> {
    private static final Comparator<ItemKey> ORDER =
            Comparator.comparing(ItemKey::agent).thenComparing(ItemKey::kind).thenComparing(ItemKey::id);

    public ItemKey {
        if (agent.isEmpty() || id.isEmpty()) {
            throw new IllegalArgumentException("an item key needs an agent and an id: " + agent + "/" + id);
        }
    }

    /** Parses the result of {@link #toString}; empty if the text is not an item key. */
    public static Optional<ItemKey> parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3 || parts[0].isEmpty() || parts[2].isEmpty()) {
            return Optional.empty();
        }
        return ItemKind.named(parts[1]).map(kind -> new ItemKey(parts[0], kind, parts[2]));
    }

    @Override
    public int compareTo(ItemKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return agent + "/" + kind.word() + "/" + id;
    }
}
