package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import loom.aml.item.text.ListText;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The next version of a memory file. Changes keep the bytes and the order of all other lines, and are noted as {@link
 * LineEdit}s. Not thread-safe.
 *
 * <p>A new entity comes after the last entity and a new relation after the last relation, since server-memory writes all
 * entities before all relations.
 */
final class GraphDraft {
    private static final GraphLine LINE_BREAK = GraphLine.of(new byte[0]);

    private final List<GraphLine> lines;
    private List<LineEdit> edits = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Relation, Integer> relations = new HashMap<>();
    private long bytes;

    GraphDraft(GraphDocument document) {
        this.lines = new ArrayList<>(document.lines());
        lines.forEach(line -> count(line, 1));
    }

    private void count(GraphLine line, int sign) {
        bytes += (long) sign * line.bytes().length;
        String name = line.name();
        Relation relation = line.relation();
        if (name != null) {
            names.merge(name, sign, Integer::sum);
        }
        if (relation != null) {
            relations.merge(relation, sign, Integer::sum);
        }
    }

    /** Returns whether an entity has a name, even if other fields are missing. */
    boolean has(String name) {
        return names.getOrDefault(name, 0) > 0;
    }

    boolean has(Relation relation) {
        return relations.getOrDefault(relation, 0) > 0;
    }

    /** Returns the size of the file in bytes. */
    long size() {
        return bytes + Math.max(0, lines.size() - 1);
    }

    List<GraphLine> lines() {
        return Collections.unmodifiableList(lines);
    }

    /** Returns the edits since the last call. */
    List<LineEdit> takeEdits() {
        List<LineEdit> taken = edits;
        edits = new ArrayList<>();
        taken.replaceAll(edit -> edit instanceof LineEdit.Removed removed
                ? removed.beside(names.getOrDefault(removed.subject(), 0))
                : edit);
        return taken;
    }

    /** Returns the place of the first entity with a name; -1 if absent. */
    int find(String name) {
        for (int i = 0; has(name) && i < lines.size(); i++) {
            if (name.equals(lines.get(i).name())) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the place of the entity that a change left, or else of the first entity with its name; -1 if absent. */
    int find(LineEdit.Changed changed) {
        for (int i = 0; has(changed.subject()) && i < lines.size(); i++) {
            if (isLine(i, changed.now())) {
                return i;
            }
        }
        return find(changed.subject());
    }

    /** Returns the place of a relation, if possible of its very bytes; -1 if absent. */
    int find(GraphLine relation) {
        int found = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).hasSameBytes(relation)) {
                return i;
            }
            boolean isSame = relation.relation() != null
                    && relation.relation().equals(lines.get(i).relation());
            found = isSame && found < 0 ? i : found;
        }
        return found;
    }

    /** Returns the place for a new entity. */
    int placeForEntity() {
        int last = last(GraphLine.Kind.ENTITY);
        if (last >= 0) {
            return last + 1;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).kind() == GraphLine.Kind.RELATION) {
                // The byte order mark must stay in front.
                return lines.get(i).hasByteOrderMark() ? i + 1 : i;
            }
        }
        return end();
    }

    /** Returns the place for a new relation. */
    int placeForRelation() {
        int last = last(GraphLine.Kind.RELATION);
        return last >= 0 ? last + 1 : end();
    }

    private int last(GraphLine.Kind kind) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the place after the last line that is not blank. */
    private int end() {
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).kind() == GraphLine.Kind.BLANK) {
            end--;
        }
        return end;
    }

    /** Adds a new line, which ends like the line before it. */
    void add(int place, GraphLine line) {
        boolean isOfWindows =
                place > 0 && place < lines.size() && lines.get(place - 1).endsWithCarriageReturn();
        insert(place, isOfWindows ? line.withCarriageReturn() : line);
    }

    private void insert(int place, GraphLine line) {
        lines.add(place, line);
        count(line, 1);
        edits.add(new LineEdit.Added(place, line.subject(), line.fingerprint()));
    }

    /** Removes a line. */
    void remove(int place, Cause cause) {
        remove(place, LineEdit.recorded(cause));
    }

    /** Removes a line for a cause as it is recorded. */
    void remove(int place, JsonObject cause) {
        String after = place > 0 ? lines.get(place - 1).fingerprint() : "";
        GraphLine line = lines.remove(place);
        count(line, -1);
        String before = place < lines.size() ? lines.get(place).fingerprint() : "";
        boolean isOnlyLineBreak = lines.size() == 1 && lines.getFirst().bytes().length == 0;
        edits.add(new LineEdit.Removed(place, line.subject(), after, before, isOnlyLineBreak, 0, line.bytes(), cause));
    }

    /** Gives a relation other ends. */
    void move(int place, GraphLine now, Cause cause) {
        String after = place > 0 ? lines.get(place - 1).fingerprint() : "";
        String before = place + 1 < lines.size() ? lines.get(place + 1).fingerprint() : "";
        GraphLine was = lines.set(place, now);
        count(was, -1);
        count(now, 1);
        edits.add(new LineEdit.Moved(
                place, now.subject(), after, before, was.bytes(), now.bytes(), LineEdit.recorded(cause)));
    }

    /** Puts a removed line back where it was, as far as the lines around it still exist. */
    void putBack(LineEdit.Removed removed) {
        if (lines.isEmpty() && removed.wasEnded()) {
            lines.add(LINE_BREAK);
        }
        GraphLine line = GraphLine.of(removed.text());
        insert(placeOf(removed, line), line);
    }

    private int placeOf(LineEdit.Removed removed, GraphLine line) {
        int former = removed.line();
        if (former >= 0 && former <= lines.size() && isBetween(former, removed)) {
            return former;
        }
        for (int place = 0; place <= lines.size(); place++) {
            if (isBetween(place, removed)) {
                return place;
            }
        }
        boolean isOther = line.kind() != GraphLine.Kind.ENTITY && line.kind() != GraphLine.Kind.RELATION;
        for (int place = 0; place < lines.size(); place++) {
            boolean isNeighbour = isOther || lines.get(place).kind() == line.kind();
            if (isNeighbour && isLine(place, removed.after())) {
                return place + 1;
            }
            if (isNeighbour && isLine(place, removed.before())) {
                return place;
            }
        }
        return line.kind() == GraphLine.Kind.ENTITY ? placeForEntity() : placeForRelation();
    }

    /** Returns whether a removed line was between the two lines at a place. */
    private boolean isBetween(int place, LineEdit.Removed removed) {
        return (place == 0 ? removed.after().isEmpty() : isLine(place - 1, removed.after()))
                && (place == lines.size() ? removed.before().isEmpty() : isLine(place, removed.before()));
    }

    private boolean isLine(int place, String fingerprint) {
        return lines.get(place).fingerprint().equals(fingerprint);
    }

    /** Adds observations at the end of those of a valid entity. */
    void addObservations(int place, List<String> observations) {
        changeObservations(place, observations, List.of(), null, list -> {
            for (String observation : observations) {
                list.insert(list.size(), CanonicalText.quoted(observation));
            }
        });
    }

    /**
     * Removes observations of a valid entity.
     *
     * @param places their places, in ascending order
     */
    void removeObservations(int place, List<Integer> places, Cause cause) {
        List<String> present = observations(place);
        List<LineEdit.Taken> taken = new ArrayList<>();
        for (int each : places) {
            taken.add(new LineEdit.Taken(each, present.get(each)));
        }
        changeObservations(place, List.of(), taken, cause, list -> {
            for (int each : places.reversed()) {
                list.remove(each);
            }
        });
    }

    /** Puts removed observations back where they were, as far as the list still has that place. */
    void putBackObservations(int place, List<LineEdit.Taken> removed) {
        List<String> added = removed.stream().map(LineEdit.Taken::observation).toList();
        changeObservations(place, added, List.of(), null, list -> {
            for (LineEdit.Taken taken : removed) {
                list.insert(Math.clamp(taken.place(), 0, list.size()), CanonicalText.quoted(taken.observation()));
            }
        });
    }

    private void changeObservations(
            int place,
            List<String> added,
            List<LineEdit.Taken> removed,
            @Nullable Cause cause,
            Consumer<ListText> change) {
        replace(place, lines.get(place).withObservations(change), added, removed, cause);
    }

    /** Gives a line back every byte that it had before a change, of which it must be the result. */
    void reverse(int place, LineEdit.Changed changed, Cause cause) {
        int kept = observations(place).size() - changed.added().size();
        List<LineEdit.Taken> taken = new ArrayList<>();
        for (int i = 0; i < changed.added().size(); i++) {
            taken.add(new LineEdit.Taken(kept + i, changed.added().get(i)));
        }
        replace(
                place,
                GraphLine.of(changed.reversed(lines.get(place).bytes())),
                changed.removed().stream().map(LineEdit.Taken::observation).toList(),
                taken,
                cause);
    }

    private void replace(
            int place, GraphLine now, List<String> added, List<LineEdit.Taken> removed, @Nullable Cause cause) {
        GraphLine was = lines.set(place, now);
        count(was, -1);
        count(now, 1);
        JsonObject why = cause == null ? JsonObject.builder().build() : LineEdit.recorded(cause);
        edits.add(LineEdit.changed(place, was, now, added, removed, why));
    }

    /** Returns the observations of a valid entity. */
    List<String> observations(int place) {
        return Objects.requireNonNull(lines.get(place).entity(), "a valid entity")
                .observations();
    }
}
