package loom.aml.app.item;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemTitle;
import loom.aml.recall.Lookup;
import loom.aml.run.PinPlan;
import loom.aml.store.Selection;

/** Protects an item from pruning and gc. */
public final class PinItem {
    private final OpenStore opened;

    public PinItem(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param id the id of the item or its first characters
     */
    public record Request(String id) {}

    /**
     * Pins the item.
     *
     * @throws NoSuchItemException if no item has the id
     * @throws SeveralIdsException if several ids begin with it
     */
    public PinResult run(Request request) throws IOException, NoSuchItemException, SeveralIdsException {
        Lookup lookup = Lookup.of(opened.store(), Selection.ALL, request.id());
        List<String> ids =
                lookup.found().stream().map(Lookup.Found::id).distinct().toList();
        return switch (ids.size()) {
            case 0 -> throw new NoSuchItemException(request.id(), lookup.findings());
            case 1 ->
                PinResult.of(
                        opened,
                        PinPlan.pin(opened.store(), ids.getFirst()),
                        ItemTitle.of(lookup.found().getFirst().item().fields()));
            default -> throw new SeveralIdsException(request.id(), ids.size());
        };
    }
}
