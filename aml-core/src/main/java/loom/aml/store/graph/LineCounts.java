package loom.aml.store.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.store.FileOutcome;

/**
 * The numbers of edits, for the record of a run.
 *
 * @param removed the removed lines by cause
 * @param inserted the number of new lines
 * @param transformed the number of changed lines
 */
record LineCounts(Map<FileOutcome.Tally, FileOutcome.Count> removed, int inserted, int transformed) {
    static final LineCounts NONE = new LineCounts(Map.of(), 0, 0);

    static LineCounts of(List<LineEdit> edits) {
        Map<FileOutcome.Tally, FileOutcome.Count> removed = new TreeMap<>();
        int inserted = 0;
        int transformed = 0;
        for (LineEdit edit : edits) {
            switch (edit) {
                case LineEdit.Added _ -> inserted++;
                case LineEdit.Changed _, LineEdit.Moved _ -> transformed++;
                case LineEdit.Removed line -> {
                    FileOutcome.Tally tally = new FileOutcome.Tally(
                            line.cause().string("strategy").orElse(""),
                            line.cause().string("reason").orElse(""));
                    removed.merge(tally, new FileOutcome.Count(1, line.text().length), FileOutcome.Count::plus);
                }
            }
        }
        return new LineCounts(removed, inserted, transformed);
    }

    LineCounts plus(LineCounts other) {
        Map<FileOutcome.Tally, FileOutcome.Count> both = new TreeMap<>(removed);
        other.removed.forEach((tally, count) -> both.merge(tally, count, FileOutcome.Count::plus));
        return new LineCounts(both, inserted + other.inserted, transformed + other.transformed);
    }
}
