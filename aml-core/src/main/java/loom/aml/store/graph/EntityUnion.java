package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;

/**
 * An entity that absorbs others. It gets their observations, and their relations then belong to it. A relation that it has already, and one
 * between the entities that become one, are removed.
 *
 * @param survivor the entity as it was when the union was planned
 * @param added the observations that it gets
 * @param cause the cause of the removals
 */
public record EntityUnion(Entity survivor, List<Absorbed> absorbed, List<String> added, Cause cause) {
    private static final String ITEM = "item";

    /**
     * An absorbed entity.
     *
     * @param entity the entity as it was when the union was planned
     * @param version the version of its item, by which a later plan recognizes it if it was put back
     */
    public record Absorbed(Entity entity, Fingerprint version) {}

    public EntityUnion {
        absorbed = List.copyOf(absorbed);
        added = List.copyOf(added);
    }

    /**
     * Returns the version of the item that an edit removed from a graph for a cause.
     *
     * @param edit an edit as the record of a run lists it
     */
    public static Optional<Fingerprint> absorbedBy(JsonObject edit) {
        return edit.string(ITEM).filter(hex -> hex.matches("[0-9a-f]{32}")).map(Fingerprint::parse);
    }

    /** Makes the union; returns false, and leaves the draft unchanged, unless all of its entities are as they were. */
    boolean applyTo(GraphDraft draft) {
        Optional<List<Integer>> found = places(draft);
        if (found.isEmpty()) {
            return false;
        }
        List<Integer> places = found.get();
        if (!added.isEmpty()) {
            draft.addObservations(places.getFirst(), added);
        }
        List<Integer> removed = new ArrayList<>(places.subList(1, places.size()));
        for (int place : removed.stream().sorted(Collections.reverseOrder()).toList()) {
            JsonObject why = JsonObject.builder()
                    .putAll(LineEdit.recorded(cause))
                    .put(ITEM, absorbed.get(removed.indexOf(place)).version().toString())
                    .build();
            draft.remove(place, why);
        }
        moveRelations(draft);
        return true;
    }

    /** Returns the places of the survivor and of what it absorbs; empty if one of them is not as it was. */
    private Optional<List<Integer>> places(GraphDraft draft) {
        List<Integer> places = new ArrayList<>();
        places.add(place(draft, survivor, places));
        for (Absorbed one : absorbed) {
            places.add(place(draft, one.entity, places));
        }
        return places.contains(-1) ? Optional.empty() : Optional.of(places);
    }

    private static int place(GraphDraft draft, Entity entity, List<Integer> taken) {
        for (int place = 0; place < draft.lines().size(); place++) {
            GraphLine line = draft.lines().get(place);
            if (line.problem() == null && entity.equals(line.entity()) && !taken.contains(place)) {
                return place;
            }
        }
        return -1;
    }

    /** A name that an entity still has keeps its relations. */
    private void moveRelations(GraphDraft draft) {
        Set<String> gone = new HashSet<>();
        absorbed.forEach(one -> gone.add(one.entity.name()));
        gone.removeIf(draft::has);
        for (int place = 0; !gone.isEmpty() && place < draft.lines().size(); place++) {
            GraphLine line = draft.lines().get(place);
            Relation relation = line.relation();
            if (relation != null
                    && line.problem() == null
                    && line.touches(gone)
                    && !move(draft, place, relation, gone)) {
                place--;
            }
        }
    }

    /** Moves a relation to the survivor; returns false if it was removed. */
    private boolean move(GraphDraft draft, int place, Relation relation, Set<String> gone) {
        Relation moved = new Relation(
                gone.contains(relation.from()) ? survivor.name() : relation.from(),
                gone.contains(relation.to()) ? survivor.name() : relation.to(),
                relation.relationType());
        boolean isWithin = moved.from().equals(moved.to()) && !relation.from().equals(relation.to());
        if (isWithin || draft.has(moved)) {
            draft.remove(place, because(isWithin ? "relation of merged entities with each other" : "same relation"));
            return false;
        }
        GraphLine line = draft.lines().get(place);
        if (!moved.from().equals(relation.from())) {
            line = line.withText("from", moved.from());
        }
        if (!moved.to().equals(relation.to())) {
            line = line.withText("to", moved.to());
        }
        draft.move(place, line, because("relation of a merged entity, now of " + survivor.name()));
        return true;
    }

    private Cause because(String rule) {
        return new Cause(cause.strategy(), rule, cause.reason());
    }
}
