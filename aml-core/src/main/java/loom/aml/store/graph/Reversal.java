package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.store.Cause;
import loom.aml.store.Finding;

/**
 * Reverses the edits of a run on a later version of the graph. Whatever is as the run left it gets its former bytes back;
 * whatever was changed since is kept and reported, except that single observations are still put back or removed.
 */
final class Reversal {
    private final GraphDraft draft;
    private final Cause cause;
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<Relation> relations = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private int restored;
    private int removed;

    /** @param cause the cause of the removal of what the run added */
    Reversal(GraphDraft draft, Cause cause) {
        this.draft = draft;
        this.cause = cause;
        // Before anything is put back: the run may have removed several lines with one name.
        for (GraphLine line : draft.lines()) {
            String name = line.name();
            Relation relation = line.relation();
            if (name != null) {
                names.merge(name, 1, Integer::sum);
            }
            if (relation != null) {
                relations.add(relation);
            }
        }
    }

    /** Reverses edits, the last one first. */
    Undone of(List<LineEdit> edits) {
        for (LineEdit edit : edits.reversed()) {
            switch (edit) {
                case LineEdit.Added added -> remove(added);
                case LineEdit.Removed taken -> putBack(taken);
                case LineEdit.Changed changed -> reverse(changed);
                case LineEdit.Moved moved -> moveBack(moved);
            }
        }
        return new Undone(restored, removed, findings);
    }

    private void remove(LineEdit.Added added) {
        for (int place = draft.lines().size() - 1; place >= 0; place--) {
            if (draft.lines().get(place).fingerprint().equals(added.now())) {
                draft.remove(place, cause);
                removed++;
                return;
            }
        }
        if (names.containsKey(added.subject())) {
            keep(added, "was changed after the run that added it");
        }
    }

    private void putBack(LineEdit.Removed taken) {
        GraphLine line = GraphLine.of(taken.text());
        String name = line.name();
        Relation relation = line.relation();
        boolean isThere = name != null && names.getOrDefault(name, 0) > taken.beside();
        if (isThere || (relation != null && relations.contains(relation))) {
            keep(taken, "exists again; the former version is in the record of the run");
            return;
        }
        draft.putBack(taken);
        restored++;
    }

    private void reverse(LineEdit.Changed changed) {
        int place = draft.find(changed);
        if (place < 0) {
            keep(changed, "does not exist any more");
            return;
        }
        GraphLine line = draft.lines().get(place);
        if (line.fingerprint().equals(changed.now())) {
            draft.reverse(place, changed, cause);
            removed += changed.added().size();
            restored += changed.removed().size();
        } else if (line.entity() == null) {
            keep(
                    changed,
                    "is damaged: "
                            + Objects.requireNonNull(line.problem(), "an entity without fields")
                                    .what());
        } else {
            removeObservations(place, changed.added());
            putBackObservations(place, changed.removed());
        }
    }

    /** Gives a relation its former ends. If somebody removed it since, the former one is put back, since its entity is. */
    private void moveBack(LineEdit.Moved moved) {
        int place = draft.find(GraphLine.of(moved.nowText()));
        GraphLine former = GraphLine.of(moved.text());
        Relation relation = former.relation();
        if (place < 0) {
            putBack(moved.asRemoval());
        } else if (relation != null && relations.contains(relation)) {
            draft.remove(place, cause);
            removed++;
        } else {
            draft.move(place, former, cause);
            restored++;
        }
    }

    private void removeObservations(int place, List<String> added) {
        List<String> present = draft.observations(place);
        Set<Integer> places = new TreeSet<>();
        for (String observation : added) {
            for (int i = present.size() - 1; i >= 0; i--) {
                if (present.get(i).equals(observation) && places.add(i)) {
                    break;
                }
            }
        }
        if (!places.isEmpty()) {
            draft.removeObservations(place, List.copyOf(places), cause);
            removed += places.size();
        }
    }

    private void putBackObservations(int place, List<LineEdit.Taken> taken) {
        Set<String> present = new HashSet<>(draft.observations(place));
        List<LineEdit.Taken> missing = taken.stream()
                .filter(each -> !present.contains(each.observation()))
                .toList();
        if (!missing.isEmpty()) {
            draft.putBackObservations(place, missing);
            restored += missing.size();
        }
    }

    private void keep(LineEdit edit, String why) {
        findings.add(Finding.of(Finding.Kind.CHANGED, edit.subject(), why, "kept unchanged"));
    }
}
