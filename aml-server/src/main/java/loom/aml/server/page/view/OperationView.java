package loom.aml.server.page.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.app.text.Amounts;
import loom.aml.json.JsonObject;

/**
 * Work on a store.
 *
 * @param isCancelled whether somebody asked it to stop
 * @param done the number of files that are done, of {@code total}; 0 of 0 if unknown
 * @param run the run that it was; empty if it is not recorded as one
 * @param figures its result
 * @param findings the findings for people
 * @param failure the reason why it failed; empty otherwise
 */
public record OperationView(
        String id,
        String title,
        String state,
        boolean isCancelled,
        long done,
        long total,
        Optional<String> run,
        List<Figure> figures,
        List<FindingView> findings,
        String failure) {

    public OperationView {
        figures = List.copyOf(figures);
        findings = List.copyOf(findings);
    }

    /** Converts the document of an operation. */
    public static OperationView of(JsonObject operation) {
        JsonObject none = JsonObject.builder().build();
        JsonObject progress = operation.object("progress").orElse(none);
        JsonObject result = operation.object("result").orElse(none);
        return new OperationView(
                operation.string("id").orElse(""),
                titleOf(operation.string("operation").orElse("")),
                operation.string("state").orElse(""),
                operation.isTrue("cancel_requested"),
                progress.number("done"),
                progress.number("total"),
                result.string("run"),
                figures(result),
                FindingView.ofDocument(result.objects("findings")),
                operation
                        .object("problem")
                        .flatMap(problem -> problem.string("detail"))
                        .orElse(""));
    }

    private static String titleOf(String command) {
        return command.isEmpty() ? "Work" : command.substring(0, 1).toUpperCase(Locale.ROOT) + command.substring(1);
    }

    private static List<Figure> figures(JsonObject result) {
        List<Figure> figures = new ArrayList<>();
        result.string("outcome").ifPresent(outcome -> figures.add(new Figure("Outcome", outcome)));
        add(figures, result, "items_removed", "Items removed");
        add(figures, result, "items_inserted", "Items restored or added");
        add(figures, result, "items_transformed", "Items changed");
        add(figures, result, "files_changed", "Files changed");
        result.object("prune").ifPresent(prune -> add(figures, prune, "items_removed", "Items pruned"));
        result.object("gc").ifPresent(gc -> add(figures, gc, "items_removed", "Items tidied away"));
        result.object("snapshot").ifPresent(snapshot -> {
            figures.add(new Figure("Snapshot", snapshot.string("id").orElse("")));
            figures.add(new Figure("Items", Amounts.count(snapshot.number("items"))));
        });
        result.string("snapshot_id").ifPresent(snapshot -> figures.add(new Figure("Snapshot", snapshot)));
        if (result.has("sound")) {
            figures.add(new Figure("Readable in full", result.isTrue("sound") ? "yes" : "no"));
            add(figures, result, "files", "Files compared");
        }
        return figures;
    }

    private static void add(List<Figure> figures, JsonObject result, String key, String title) {
        if (result.has(key)) {
            figures.add(new Figure(title, Amounts.count(result.number(key))));
        }
    }

    public boolean isRunning() {
        return state.equals("running");
    }

    public boolean isDone() {
        return state.equals("done");
    }
}
