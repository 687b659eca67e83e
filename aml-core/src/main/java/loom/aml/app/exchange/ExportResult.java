package loom.aml.app.exchange;

import java.util.List;
import java.util.Optional;
import loom.aml.exchange.Counts;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.Loss;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of an export.
 *
 * @param from the source
 * @param to the place that was written
 * @param isCreated whether the place did not exist
 * @param run the run that changed the target; empty for a file, a dry run, or if nothing had to be changed
 */
public record ExportResult(
        String from,
        String to,
        ExchangeFormat format,
        boolean isDryRun,
        boolean isCreated,
        Counts counts,
        List<Loss> losses,
        List<Finding> findings,
        Optional<String> run) {
    public ExportResult {
        losses = List.copyOf(losses);
        findings = List.copyOf(findings);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("from", from)
                .put("to", to)
                .put("format", format.word())
                .put("dry_run", isDryRun)
                .put("created", isCreated)
                .put("counts", counts.toJson())
                .put("run", run.orElse(null))
                .put("losses", losses.stream().map(Loss::toJson).toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
