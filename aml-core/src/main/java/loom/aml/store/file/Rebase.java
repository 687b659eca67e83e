package loom.aml.store.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Removal;

/**
 * Finds the items of a plan in a file that was written after the plan was made. An item that is unchanged is removed as
 * planned, wherever it is now. An item that changed is kept and reported. A missing item needs nothing.
 */
final class Rebase implements CollectionReader.Visitor {
    private final CollectionFile file;
    private final List<Removal> planned;
    private final Set<Long> concerned = new HashSet<>();
    private final Map<Fingerprint, List<Integer>> standing = new HashMap<>();
    private final Set<Fingerprint> judged = new HashSet<>();
    private final Map<Long, Present> present = new HashMap<>();

    /** @param title empty unless the item changed */
    private record Present(String id, String title) {}

    Rebase(CollectionFile file, List<Removal> planned) {
        this.file = file;
        this.planned = planned;
        planned.forEach(removal -> {
            concerned.add(removal.fingerprint().id());
            judged.add(removal.fingerprint());
        });
    }

    @Override
    public void item(Item item) {
        if (concerned.contains(item.idHash())) {
            standing.computeIfAbsent(item.fingerprint(), _ -> new ArrayList<>()).add(item.ordinal());
            String id = item.id();
            if (id != null) {
                String title = judged.contains(item.fingerprint()) ? "" : ItemTitle.of(item);
                present.put(item.idHash(), new Present(id, title));
            }
        }
    }

    /** Returns the removals that still apply, in the order of the present file. */
    List<Removal> removals(List<Finding> findings) {
        List<Removal> holding = new ArrayList<>();
        Set<Long> changed = new HashSet<>();
        for (Removal removal : planned) {
            List<Integer> places = standing.getOrDefault(removal.fingerprint(), List.of());
            if (places.size() > (survivorIsAnEqual(removal) ? 1 : 0) && survivorStands(removal)) {
                // Removes the last of equal items, so that the first stays in place.
                holding.add(removal.at(places.removeLast()));
            } else if (present.containsKey(removal.fingerprint().id())) {
                changed.add(removal.fingerprint().id());
            }
        }
        changed.stream()
                .map(present::get)
                .forEach(item -> findings.add(Finding.of(
                                Finding.Kind.CHANGED,
                                file.nameOf(item.id),
                                "was changed by another program after the plan was made",
                                "kept unchanged; the next run judges it again")
                        .titled(item.title)));
        holding.sort(Removal.IN_THE_TEXT);
        return holding;
    }

    private boolean survivorIsAnEqual(Removal removal) {
        Removal.Survivor survivor = removal.survivor();
        return survivor != null
                && survivor.file().equals(file)
                && survivor.fingerprint().equals(removal.fingerprint());
    }

    private boolean survivorStands(Removal removal) {
        Removal.Survivor survivor = removal.survivor();
        return survivor == null
                || !survivor.file().equals(file)
                || !standing.getOrDefault(survivor.fingerprint(), List.of()).isEmpty();
    }
}
