package loom.aml.server.page.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.app.history.ListRuns;
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
                        .map(item -> item.title().isEmpty() ? item.id() : item.title())
                        .or(() -> run.record().program())
                        .orElse(""),
                effect(run),
                ListRuns.outcomeOf(run.record()),
                run.record().startedAt().map(Words::time).orElse("–"),
                run.record().startedAt().map(time -> Words.ago(time, now)).orElse("–"),
                isUndone,
                run.canUndo() && !isUndone);
    }

    private static String effect(RecordedRun run) {
        List<String> parts = new ArrayList<>();
        add(parts, run.removed(), "removed");
        add(parts, run.restored(), "restored");
        add(parts, run.inserted() - run.restored(), "added");
        add(parts, run.transformed(), "changed");
        if (parts.isEmpty() && run.bytesAdded() > 0) {
            parts.add(Words.bytes(run.bytesAdded()) + " backed up");
        }
        return parts.isEmpty() ? "no items changed" : String.join(", ", parts);
    }

    private static void add(List<String> parts, long number, String what) {
        if (number > 0) {
            parts.add(Words.count(number, "item") + " " + what);
        }
    }
}
