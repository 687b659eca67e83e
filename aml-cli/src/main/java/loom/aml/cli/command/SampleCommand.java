package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.sample.Label;
import loom.aml.sample.LabelFile;
import loom.aml.sample.LabelSink;
import loom.aml.sample.SamplePolicy;
import loom.aml.sample.SampleReport;
import loom.aml.sample.SampleSchema;
import loom.aml.sample.SampleStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes a sample store. */
public final class SampleCommand implements Command {
    @Override
    public String example() {
        return "aml sample /tmp/shop/.loom/memory --items 5000 --agents 8 --seed 7 --gzip --rot 0.3";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("PATH", "0..1", "Where to write the store: an empty or new directory."));
        spec.addOption(Options.value(Long.class, "N", "Number of items (1000).", "--items"));
        spec.addOption(Options.value(Integer.class, "A", "Number of agents (6).", "--agents"));
        spec.addOption(Options.value(Long.class, "S", "Seed; the same seed gives the same store (1).", "--seed"));
        spec.addOption(Options.flag("Compress the files of the agents, as the runtime does.", "--gzip"));
        spec.addOption(
                Options.choice(schemas(), "V", "Schema version: 1.0.0, 1.1.0, 1.2.0 or 2.0.0 (1.0.0).", "--schema"));
        spec.addOption(Options.value(
                Double.class, "F", "Share of stale, failed, duplicate or damaged items (0.25).", "--rot"));
        spec.addOption(Options.value(String.class, "TIME", "Date that ages are counted from (today).", "--as-of"));
        spec.addOption(
                Options.value(String.class, "FILE", "Write one JSON line per item that says what it is.", "--labels"));
    }

    /** Gives the store to the owner of the directory that contains it. */
    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        String path = arguments.matchedPositionalValue(
                0, session.location().namedPath().orElse(""));
        if (!path.isEmpty()) {
            session.location().settle(session.resolve(path));
        }
    }

    private static List<String> schemas() {
        return Stream.of(SampleSchema.values()).map(SampleSchema::number).toList();
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String path = arguments.matchedPositionalValue(
                0, session.location().namedPath().orElse(""));
        if (path.isEmpty()) {
            throw new UsageException("no path given: 'aml sample PATH'");
        }
        SamplePolicy policy = policy(arguments, session);
        Path target =
                SampleStore.makeDirectory(session.disk(), session.location().settle(session.resolve(path)));
        session.ifStopped(target + " is incomplete: delete it and run the command again");
        SampleReport report = write(arguments, session, target, policy);
        session.printJson(JsonObject.builder()
                .put("store", FileName.text(target))
                .put("policy", policy.toJson())
                .putAll(report.toJson())
                .build());
        Style style = session.style();
        session.out().print(planted(report).toString(style));
        session.out()
                .println(style.done(Amounts.items(report.items()) + " of " + Amounts.of(policy.agents(), "agent") + ", "
                        + Amounts.size(report.bytes()) + ", in " + target));
        return ExitCode.DONE;
    }

    private static SamplePolicy policy(ParseResult arguments, Session session) {
        SamplePolicy today = SamplePolicy.defaultAsOf(session.clock().instant());
        SamplePolicy defaults = today.withAsOf(asOf(arguments, today.asOf()));
        String schema =
                arguments.matchedOptionValue("--schema", defaults.schema().number());
        return defaults.withItems(arguments.matchedOptionValue("--items", defaults.items()))
                .withAgents(arguments.matchedOptionValue("--agents", defaults.agents()))
                .withSeed(arguments.matchedOptionValue("--seed", defaults.seed()))
                .withGzip(Options.has(arguments, "--gzip"))
                .withRot(arguments.matchedOptionValue("--rot", defaults.rot()))
                .withSchema(SampleSchema.named(schema)
                        .orElseThrow(() -> UsageException.unknown("schema version", schema, schemas())));
    }

    private static Instant asOf(ParseResult arguments, Instant otherwise) {
        String time = arguments.matchedOptionValue("--as-of", "");
        if (time.isEmpty()) {
            return otherwise;
        }
        try {
            return Instant.parse(time.length() == "2026-11-23".length() ? time + "T00:00:00Z" : time);
        } catch (DateTimeParseException e) {
            throw new UsageException("--as-of must be a date or a time with its zone, 2026-11-23T04:00:00Z: " + time);
        }
    }

    private static SampleReport write(ParseResult arguments, Session session, Path target, SamplePolicy policy)
            throws IOException {
        String labels = arguments.matchedOptionValue("--labels", "");
        if (labels.isEmpty()) {
            return SampleStore.write(session.disk(), target, policy, LabelSink.NONE);
        }
        try (LabelFile file = new LabelFile(
                session.disk(),
                session.resolve(labels),
                session.disk().access(target).withoutExecution())) {
            return SampleStore.write(session.disk(), target, policy, file);
        }
    }

    /** Returns the planted items as a table. */
    static Table planted(SampleReport report) {
        Table table = new Table("planted", ">patterns", ">solutions", ">decisions", "to be");
        for (Map.Entry<Label, Map<ItemKind, Long>> entry : report.planted().entrySet()) {
            table.row(
                    entry.getKey().word(),
                    count(entry, ItemKind.PATTERN),
                    count(entry, ItemKind.SOLUTION),
                    count(entry, ItemKind.DECISION),
                    entry.getKey().outcome().name().toLowerCase(Locale.ROOT));
        }
        return table;
    }

    private static String count(Map.Entry<Label, Map<ItemKind, Long>> entry, ItemKind kind) {
        long count = entry.getValue().getOrDefault(kind, 0L);
        return count == 0 ? "" : Amounts.count(count);
    }
}
