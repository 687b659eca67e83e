package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;
import loom.aml.store.log.Commit;

/**
 * A change of a knowledge graph. It applies to any version of the graph. The changes have the names and the meaning of the
 * tools of server-memory.
 *
 * @param <R> the result
 */
public sealed interface GraphChange<R> {

    /** The strategy that the record of a run names for deletions on request. */
    String ON_REQUEST = "request";

    /** Returns the operation, as {@code history} shows it. */
    String operation();

    /** Returns further fields of the record of the run. */
    default JsonObject policy() {
        return JsonObject.builder().build();
    }

    /**
     * Makes the change. If it is refused, the draft is unchanged.
     *
     * @throws RefusedException if the graph does not permit it
     */
    R applyTo(GraphDraft draft) throws RefusedException;

    private static Cause cause(String rule) {
        return new Cause(ON_REQUEST, rule, Reason.MANUAL_DELETION);
    }

    /** Adds entities whose names no entity has yet, and returns them. */
    record CreateEntities(List<Entity> entities) implements GraphChange<List<Entity>> {
        public CreateEntities {
            entities = List.copyOf(entities);
        }

        @Override
        public String operation() {
            return "create_entities";
        }

        @Override
        public List<Entity> applyTo(GraphDraft draft) {
            List<Entity> created = entities.stream()
                    .filter(entity -> !draft.has(entity.name()))
                    .toList();
            int place = created.isEmpty() ? 0 : draft.placeForEntity();
            for (Entity entity : created) {
                draft.add(place++, GraphLine.of(entity));
            }
            return created;
        }
    }

    /** Adds relations that do not exist yet, and returns them. */
    record CreateRelations(List<Relation> relations) implements GraphChange<List<Relation>> {
        public CreateRelations {
            relations = List.copyOf(relations);
        }

        @Override
        public String operation() {
            return "create_relations";
        }

        @Override
        public List<Relation> applyTo(GraphDraft draft) {
            List<Relation> created =
                    relations.stream().filter(relation -> !draft.has(relation)).toList();
            int place = created.isEmpty() ? 0 : draft.placeForRelation();
            for (Relation relation : created) {
                draft.add(place++, GraphLine.of(relation));
            }
            return created;
        }
    }

    /** Adds the entities and relations of another source that do not exist yet, and returns the number of both. */
    record Import(String from, List<Entity> entities, List<Relation> relations) implements GraphChange<Integer> {
        public Import {
            entities = List.copyOf(entities);
            relations = List.copyOf(relations);
        }

        @Override
        public String operation() {
            return "import";
        }

        @Override
        public JsonObject policy() {
            return JsonObject.builder().put("from", from).build();
        }

        @Override
        public Integer applyTo(GraphDraft draft) {
            return new CreateEntities(entities).applyTo(draft).size()
                    + new CreateRelations(relations).applyTo(draft).size();
        }
    }

    /** Observations about one entity. */
    record Observations(String entityName, List<String> contents) {
        public Observations {
            contents = List.copyOf(contents);
        }
    }

    /** Adds observations that their entities do not have yet, and returns them by entity. */
    record AddObservations(List<Observations> observations) implements GraphChange<List<Observations>> {
        public AddObservations {
            observations = List.copyOf(observations);
        }

        @Override
        public String operation() {
            return "add_observations";
        }

        @Override
        public List<Observations> applyTo(GraphDraft draft) throws RefusedException {
            for (Observations each : observations) {
                int place = draft.find(each.entityName);
                if (place < 0) {
                    throw new RefusedException("Entity with name " + each.entityName + " not found");
                }
                requireObservations(draft, place);
            }
            List<Observations> added = new ArrayList<>();
            for (Observations each : observations) {
                int place = draft.find(each.entityName);
                Set<String> present = new HashSet<>(draft.observations(place));
                List<String> contents = each.contents.stream()
                        .filter(content -> !present.contains(content))
                        .toList();
                if (!contents.isEmpty()) {
                    draft.addObservations(place, contents);
                }
                added.add(new Observations(each.entityName, contents));
            }
            return added;
        }
    }

    private static void requireObservations(GraphDraft draft, int place) throws RefusedException {
        GraphLine line = draft.lines().get(place);
        if (line.entity() == null) {
            throw new RefusedException("Entity with name " + line.name() + " is damaged in line " + (place + 1) + ": "
                    + Objects.requireNonNull(line.problem(), "an entity without fields")
                            .what());
        }
    }

    /** Removes entities by name, and their relations. */
    record DeleteEntities(List<String> names) implements GraphChange<Integer> {
        public DeleteEntities {
            names = List.copyOf(names);
        }

        @Override
        public String operation() {
            return "delete_entities";
        }

        @Override
        public Integer applyTo(GraphDraft draft) {
            Set<String> wanted = new HashSet<>(names);
            Cause named = cause("entity deleted by name");
            Cause dangling = cause("relation of an entity deleted by name");
            return removeAll(draft, line -> line.name() != null && wanted.contains(line.name()), named)
                    + removeAll(draft, line -> line.touches(wanted), dangling);
        }
    }

    /** Removes the lines that a condition holds for, and returns their number. */
    private static int removeAll(GraphDraft draft, Predicate<GraphLine> isUnwanted, Cause cause) {
        int removed = 0;
        for (int place = draft.lines().size() - 1; place >= 0; place--) {
            if (isUnwanted.test(draft.lines().get(place))) {
                draft.remove(place, cause);
                removed++;
            }
        }
        return removed;
    }

    /** Removes observations of entities. Entities that do not exist are ignored. */
    record DeleteObservations(List<Observations> deletions) implements GraphChange<Integer> {
        public DeleteObservations {
            deletions = List.copyOf(deletions);
        }

        @Override
        public String operation() {
            return "delete_observations";
        }

        @Override
        public Integer applyTo(GraphDraft draft) throws RefusedException {
            for (Observations each : deletions) {
                int place = draft.find(each.entityName);
                if (place >= 0) {
                    requireObservations(draft, place);
                }
            }
            int removed = 0;
            for (Observations each : deletions) {
                int place = draft.find(each.entityName);
                List<Integer> unwanted = place < 0 ? List.of() : places(draft, place, new HashSet<>(each.contents));
                if (!unwanted.isEmpty()) {
                    draft.removeObservations(place, unwanted, cause("observation deleted by its text"));
                    removed += unwanted.size();
                }
            }
            return removed;
        }

        private static List<Integer> places(GraphDraft draft, int place, Set<String> unwanted) {
            List<String> observations = draft.observations(place);
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < observations.size(); i++) {
                if (unwanted.contains(observations.get(i))) {
                    places.add(i);
                }
            }
            return places;
        }
    }

    /** Removes relations. */
    record DeleteRelations(List<Relation> relations) implements GraphChange<Integer> {
        public DeleteRelations {
            relations = List.copyOf(relations);
        }

        @Override
        public String operation() {
            return "delete_relations";
        }

        @Override
        public Integer applyTo(GraphDraft draft) {
            Set<Relation> unwanted = new HashSet<>(relations);
            return removeAll(draft, line -> unwanted.contains(line.relation()), cause("deleted relation"));
        }
    }

    /**
     * Reverses the edits of a run, except where the graph was changed since; returns what it did and what it did not.
     *
     * @param file the name of the memory file
     */
    record Undo(String run, String file, List<LineEdit> edits) implements GraphChange<Undone> {
        public Undo {
            edits = List.copyOf(edits);
        }

        @Override
        public String operation() {
            return "undo";
        }

        @Override
        public JsonObject policy() {
            return JsonObject.builder()
                    .put("undoes", run)
                    .put(
                            "steps",
                            List.of(JsonObject.builder()
                                    .put(Commit.ARCHIVE, Commit.LinesEdited.reversalName(file))
                                    .put(Commit.FILE, file)
                                    .build()))
                    .build();
        }

        @Override
        public Undone applyTo(GraphDraft draft) {
            return new Reversal(draft, new Cause("undo", "added by run " + run, Reason.MANUAL_DELETION)).of(edits);
        }
    }
}
