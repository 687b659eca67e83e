package loom.aml.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The next version of a file whose lines were edited.
 *
 * @param content the content of the file; null if nothing needs to be done
 * @param removed the removed lines, counted by cause
 * @param inserted the number of new lines
 * @param transformed the number of changed lines
 * @param edits the edits as the record of the run lists them, each with all that is needed to reverse it; empty if the records of
 *     several runs list them
 * @param findings the lines that were left unchanged, with the reason
 */
public record EditedLines(
        byte @Nullable [] content,
        Map<FileOutcome.Tally, FileOutcome.Count> removed,
        int inserted,
        int transformed,
        List<JsonObject> edits,
        List<Finding> findings) {

    /** The maximum bytes of a file whose lines are read and edited. */
    public static final long LARGEST_FILE = 512 << 20;

    public EditedLines {
        removed = Map.copyOf(removed);
        edits = List.copyOf(edits);
        findings = List.copyOf(findings);
    }

    /** Returns the result of an edit that has nothing to do. */
    public static EditedLines nothing(List<Finding> findings) {
        return new EditedLines(null, Map.of(), 0, 0, List.of(), findings);
    }

    /** Returns the content of the file; empty if nothing needs to be done. */
    public Optional<byte[]> next() {
        return Optional.ofNullable(content);
    }

    /** Returns the outcome of the change of a file. */
    public FileOutcome outcome(StoreChange change, long bytesBefore, long bytesAfter, List<Finding> deviations) {
        return new FileOutcome(
                change.path(),
                change.kind(),
                true,
                removed,
                inserted,
                transformed,
                bytesBefore,
                bytesAfter,
                List.of(),
                edits,
                deviations);
    }
}
