package loom.aml.app.item;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemTitle;
import loom.aml.recall.Lookup;
import loom.aml.run.PinPlan;
import loom.aml.store.Selection;

/** Ends the protection of a pinned item. */
public final class UnpinItem {
    private final OpenStore opened;

    public UnpinItem(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param id the id of the item or its first characters
     */
    public record Request(String id) {}

    /**
     * Unpins the item. An item that is not pinned is left unchanged.
     *
     * @throws NoSuchItemException if neither a pinned item nor another one has the id
     * @throws SeveralIdsException if several pinned ids begin with it
     */
    public PinResult run(Request request) throws IOException, NoSuchItemException, SeveralIdsException {
        String id = request.id();
        List<String> pinned = opened.store().pins().ids();
        List<String> meant = pinned.contains(id)
                ? List.of(id)
                : pinned.stream().filter(other -> other.startsWith(id)).toList();
        return switch (meant.size()) {
            case 0 -> unpinned(id);
            case 1 ->
                PinResult.of(
                        opened,
                        PinPlan.unpin(opened.store(), meant.getFirst()),
                        new ListPins(opened).titles(meant).getOrDefault(meant.getFirst(), ""));
            default -> throw new SeveralIdsException(id, meant.size());
        };
    }

    private PinResult unpinned(String id) throws IOException, NoSuchItemException {
        Lookup lookup = Lookup.of(opened.store(), Selection.ALL, id);
        if (lookup.found().stream().noneMatch(found -> found.id().equals(id))) {
            throw new NoSuchItemException(id, lookup.findings());
        }
        return PinResult.of(
                opened,
                PinPlan.unpin(opened.store(), id),
                ItemTitle.of(lookup.found().getFirst().item().fields()));
    }
}
