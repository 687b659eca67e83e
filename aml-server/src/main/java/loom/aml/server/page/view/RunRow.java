package loom.aml.server.page.view;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import loom.aml.app.history.ListRuns;
import loom.aml.app.text.Amounts;
import loom.aml.item.ItemTitle;
import loom.aml.run.RecordedRun;

/**
 * A run in a list.
 *
 * @param what the item that it changed, or its program; empty if neither is known
 * @param effect its changes in words
 */
public record RunRow(
        String run,
        String operation,
        String what,
        String effect,
        String outcome,
        String when,
        String ago,
        boolean isUndone,
        boolean canUndo) {

    /** Converts the runs of a result. */
    public static List<RunRow> of(ListRuns.Result runs, Instant now) {
        return runs.runs().stream().map(run -> of(run, runs.undone(), now)).toList();
    }

    public static RunRow of(RecordedRun run, Set<String> undone, Instant now) {
        boolean isUndone = run.isUndone(undone);
        return new RunRow(
                run.run(),
                run.operation(),
                run.item()
                        .map(item -> ItemTitle.orId(item.title(), item.id()))
                        .or(() -> run.record().program())
                        .orElse(""),
                effect(run),
                ListRuns.outcomeOf(run.record()),
                run.record().startedAt().map(Words::time).orElse("–"),
                run.record().startedAt().map(time -> Amounts.ago(time, now)).orElse("–"),
                isUndone,
                run.canUndo() && !isUndone);
    }

    private static String effect(RecordedRun run) {
        String items = ListRuns.itemsOf(run);
        if (!items.isEmpty()) {
            return items;
        }
        return run.bytesAdded() > 0 ? Amounts.size(run.bytesAdded()) + " backed up" : "no items changed";
    }
}
