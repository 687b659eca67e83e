package loom.aml.exchange;

/**
 * An item on its way between two formats. Its kind, agent and id say which item it is, in whatever format it is held.
 *
 * <pre>
 *   pattern, solution, decision   as in .loom/memory
 *   note, entry                   as {@link loom.aml.store.markdown} renders them; a note may have "extra", an object
 *   entity                        {"name":..,"entityType":..,"observations":[..],"relations":[{"to":..,"relationType":..}]}
 * </pre>
 *
 * @param original the item as a JSON object in the shape of its kind, with the spelling of its source
 * @param origin the format that it was first read from: {@code claude-mem}
 */
public record ExchangedItem(ExchangeKind kind, String agent, String id, String original, String origin) {

    /** Returns the name by which the item is recognized: {@code debugger/pattern/768e2688}. */
    public String home() {
        return agent + "/" + kind.word() + "/" + id;
    }

    /** Returns whether another item has the same content, whatever its layout. */
    public boolean isSameAs(ExchangedItem other) {
        return kind == other.kind && RawItem.compact(original).equals(RawItem.compact(other.original));
    }

    /** Returns the title, text and other fields that people read. */
    public Words words() {
        return Shape.of(kind).words(RawItem.of(original));
    }
}
