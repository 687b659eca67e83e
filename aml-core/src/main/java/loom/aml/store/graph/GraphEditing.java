package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Cause;
import loom.aml.store.CollectionChange;
import loom.aml.store.EditedLines;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** Edits of a memory file for the plan of a run, made in the version of the file that is present. */
public final class GraphEditing {
    private GraphEditing() {}

    /**
     * Returns the reversal of edits: deleted lines are put back, and added ones removed. Lines that were changed since are kept and
     * reported.
     *
     * @param edits the edits as the record of the run lists them
     * @param cause the cause of the removal of what the run added
     * @throws JsonSyntaxException if they are damaged, or of a later version of aml
     */
    public static CollectionChange.Editing reversal(List<JsonObject> edits, Cause cause) throws JsonSyntaxException {
        List<LineEdit> lines = LineEdit.all(edits);
        return present -> {
            GraphDraft draft = draft(present);
            Undone undone = new Reversal(draft, cause).of(lines);
            return edited(draft, undone.findings());
        };
    }

    /** Returns the addition of what a graph lacks. */
    public static CollectionChange.Editing of(GraphChange.Import change) {
        return present -> {
            GraphDraft draft = draft(present);
            change.applyTo(draft);
            return edited(draft, List.of());
        };
    }

    /** Returns the merges of entities. Those of which another program changed one are left alone and reported. */
    public static CollectionChange.Editing of(List<EntityUnion> unions) {
        return present -> {
            GraphDraft draft = draft(present);
            List<Finding> findings = new ArrayList<>();
            for (EntityUnion union : unions) {
                if (!union.applyTo(draft)) {
                    findings.add(Finding.of(
                            Finding.Kind.CHANGED,
                            union.survivor().name(),
                            "it, or an entity that it would absorb, was changed by another program after the plan was made",
                            "all of them are kept unchanged; the next run compares them again"));
                }
            }
            return edited(draft, findings);
        };
    }

    private static GraphDraft draft(byte @Nullable [] present) {
        return new GraphDraft(present == null ? GraphDocument.EMPTY : GraphDocument.of(present));
    }

    private static EditedLines edited(GraphDraft draft, List<Finding> findings) {
        List<LineEdit> edits = draft.takeEdits();
        if (edits.isEmpty()) {
            return EditedLines.nothing(findings);
        }
        LineCounts counts = LineCounts.of(edits);
        List<JsonObject> recorded = new ArrayList<>();
        edits.forEach(edit -> recorded.add(edit.toJson()));
        return new EditedLines(
                GraphDocument.bytes(draft.lines()),
                counts.removed(),
                counts.inserted(),
                counts.transformed(),
                recorded,
                findings);
    }
}
