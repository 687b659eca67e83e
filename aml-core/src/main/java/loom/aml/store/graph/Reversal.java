package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private final Set<String> names = new HashSet<>();
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
                names.add(name);
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
        if (names.contains(added.subject())) {
            keep(added, "was changed after the run that added it");
        }
    }

    private void putBack(LineEdit.Removed taken) {
        GraphLine line = GraphLine.of(taken.text());
        String name = line.name();
        Relation relation = line.relation();
        if (name != null && names.contains(name) || relation != null && relations.contains(relation)) {
            keep(taken, "exists again; the former version is in the record of the run");
            return;
        }
        draft.putBack(taken);
        restored++;
    }

    private void reverse(LineEdit.Changed changed) {
        int place = draft.find(changed.subject());
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
