package loom.aml.store.graph;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Cause;
import loom.aml.store.CollectionChange;
import loom.aml.store.EditedLines;

/** Reverses the edits of a run in the version of a memory file that is present. */
public final class GraphUndo {
    private GraphUndo() {}

    /**
     * Returns the reversal of edits: what the run deleted is put back, what it added is removed. Whatever was changed since is kept
     * and reported.
     *
     * @param edits the edits as the record of the run lists them
     * @param cause the cause of the removal of what the run added
     * @throws JsonSyntaxException if they are damaged, or of a later version of aml
     */
    public static CollectionChange.Editing of(List<JsonObject> edits, Cause cause) throws JsonSyntaxException {
        List<LineEdit> lines = LineEdit.all(edits);
        return present -> {
            GraphDocument document = present == null ? GraphDocument.EMPTY : GraphDocument.of(present);
            GraphDraft draft = new GraphDraft(document);
            Undone undone = new Reversal(draft, cause).of(lines);
            List<LineEdit> made = draft.takeEdits();
            if (made.isEmpty()) {
                return EditedLines.nothing(undone.findings());
            }
            LineCounts counts = LineCounts.of(made);
            List<JsonObject> recorded = new ArrayList<>();
            made.forEach(edit -> recorded.add(edit.toJson()));
            return new EditedLines(
                    GraphDocument.bytes(draft.lines()),
                    counts.removed(),
                    counts.inserted(),
                    counts.transformed(),
                    recorded,
                    undone.findings());
        };
    }
}
