package loom.aml.store.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.markdown.ElementList;

/** A recorded edit of a line, as a step between two versions of an item of the graph. Immutable. */
public final class LineStep {
    private static final GraphRendering RENDERING = new GraphRendering();

    private final LineEdit edit;
    private final boolean wasPresent;
    private final boolean isPresent;

    private LineStep(LineEdit edit, boolean wasPresent, boolean isPresent) {
        this.edit = edit;
        this.wasPresent = wasPresent;
        this.isPresent = isPresent;
    }

    /**
     * Returns the steps of a run that concern one item.
     *
     * @param edits the edits of the run, in their order
     * @param id the id of the item
     * @throws JsonSyntaxException if one is damaged, or of a later version of aml
     */
    public static List<LineStep> of(List<JsonObject> edits, String id) throws JsonSyntaxException {
        List<LineStep> steps = new ArrayList<>();
        for (LineEdit edit : LineEdit.all(edits)) {
            switch (edit) {
                case LineEdit.Added added -> {
                    if (isSubject(added.subject(), id)) {
                        steps.add(new LineStep(edit, false, true));
                    }
                }
                case LineEdit.Removed removed -> {
                    if (idOf(removed.text()).equals(Optional.of(id))) {
                        steps.add(new LineStep(edit, true, removed.beside() > 0));
                    }
                }
                case LineEdit.Changed changed -> {
                    if (changed.subject().equals(id)) {
                        steps.add(new LineStep(edit, true, true));
                    }
                }
                case LineEdit.Moved moved -> {
                    boolean isFrom = idOf(moved.text()).equals(Optional.of(id));
                    boolean isTo = idOf(moved.nowText()).equals(Optional.of(id));
                    if (isFrom || isTo) {
                        steps.add(new LineStep(edit, isFrom, isTo));
                    }
                }
            }
        }
        return steps;
    }

    /**
     * Returns the item that an edit removed; empty if it removed none.
     *
     * @throws JsonSyntaxException if the edit is damaged, or of a later version of aml
     */
    public static Optional<byte[]> removed(JsonObject edit) throws JsonSyntaxException {
        return LineEdit.of(edit) instanceof LineEdit.Removed removed ? itemOf(removed.text()) : Optional.empty();
    }

    /** Returns whether the item existed before the edit. */
    public boolean wasPresent() {
        return wasPresent;
    }

    /** Returns whether the item existed after the edit, as far as the edit shows. */
    public boolean isPresent() {
        return isPresent;
    }

    /** Returns the rule by which the item was removed; empty if it was not. */
    public String why() {
        return edit instanceof LineEdit.Removed removed
                ? removed.cause().string("rule").orElse("")
                : "";
    }

    /** Returns the item before the edit, if the record has all of it. */
    public Optional<byte[]> former() {
        return switch (edit) {
            case LineEdit.Removed removed -> itemOf(removed.text());
            case LineEdit.Moved moved when wasPresent -> itemOf(moved.text());
            default -> Optional.empty();
        };
    }

    /** Returns the item after the edit, if the record has all of it. */
    public Optional<byte[]> latter() {
        return edit instanceof LineEdit.Moved moved && isPresent ? itemOf(moved.nowText()) : Optional.empty();
    }

    /** Returns the item before the edit, given the item after it; empty if it is not the one that the edit left. */
    public Optional<byte[]> former(byte[] latter) {
        if (!(edit instanceof LineEdit.Changed changed)) {
            return former();
        }
        try {
            byte[] line = withoutBreak(RENDERING.stored(("[" + text(latter) + "]").getBytes(StandardCharsets.UTF_8)));
            return GraphLine.of(line).fingerprint().equals(changed.now())
                    ? itemOf(changed.reversed(line))
                    : Optional.empty();
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    private static byte[] withoutBreak(byte[] line) {
        int length = line.length;
        return length > 0 && line[length - 1] == '\n' ? Arrays.copyOf(line, length - 1) : line;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> itemOf(byte[] line) {
        try {
            return ElementList.read(RENDERING.items(line)).stream()
                    .filter(ElementList.Memory.class::isInstance)
                    .map(memory -> ((ElementList.Memory) memory).item().toUtf8())
                    .findFirst();
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> idOf(byte[] line) {
        return itemOf(line).flatMap(item -> {
            try {
                return JsonObject.parse(item).string("id");
            } catch (JsonSyntaxException e) {
                return Optional.empty();
            }
        });
    }

    /** Returns whether an added line is that of an item. Of a relation, the id has the type in the middle and the subject at the end. */
    private static boolean isSubject(String subject, String id) {
        if (subject.equals(id)) {
            return true;
        }
        for (int first = id.indexOf(' '); first >= 0; first = id.indexOf(' ', first + 1)) {
            for (int second = id.indexOf(' ', first + 1); second >= 0; second = id.indexOf(' ', second + 1)) {
                if (subject.equals(id.substring(0, first) + id.substring(second) + id.substring(first, second))) {
                    return true;
                }
            }
        }
        return false;
    }
}
