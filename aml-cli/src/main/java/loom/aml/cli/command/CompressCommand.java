package loom.aml.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.CompressPolicy;
import loom.aml.compress.Compressor;
import loom.aml.json.JsonObject;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import loom.aml.store.Scanned;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Stores collections that nobody has written for long as gzip. */
public final class CompressCommand implements Command {
    private static final String AGE = "--age-days";
    private static final String LEVEL = "--level";

    @Override
    public String name() {
        return "optimize compress";
    }

    @Override
    public String summary() {
        return "Store collections that nobody has written for long as gzip, under the same name";
    }

    @Override
    public String example() {
        return "aml optimize compress --age-days 30 --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value(Double.class, "DAYS", "Only collections unchanged for longer (30).", AGE));
        spec.addOption(Options.value(Integer.class, "N", "From 1, fast, to 9, small (9).", LEVEL));
        spec.addOption(AgentsOption.spec());
        ChangeOptions.describe(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        CompressPolicy policy =
                policy(arguments, session.configuration().policies().compress());
        ChangeOptions options = ChangeOptions.of(arguments);
        try (AutoMigrated.Store opened = AutoMigrated.open(session, options)) {
            FileMemoryStore store = opened.store();
            // Who says how old files must be knows what time it is.
            ClockVerdict clock = arguments.hasMatchedOption(AGE)
                    ? ClockVerdict.trusting(session.clock().instant())
                    : ClockOption.of(arguments, session, store);
            Compressor compressor = new Compressor(policy, clock);
            CompressPlan plan = compressor.compress(store, AgentsOption.of(arguments, store));
            return options.isDry()
                    ? show(plan, compressor.measure(store, plan), opened, session)
                    : new Executed(session, store, opened.migrated()).execute(plan, options);
        }
    }

    private static CompressPolicy policy(ParseResult arguments, CompressPolicy configured) {
        double days = arguments.matchedOptionValue(AGE, -1.0);
        if (arguments.hasMatchedOption(AGE) && !(days >= 0 && days <= 36_500)) {
            throw new UsageException(AGE + " is a number of days, 0 or more");
        }
        int level = arguments.matchedOptionValue(LEVEL, configured.level());
        if (level < 1 || level > 9) {
            throw new UsageException(LEVEL + " goes from 1, fast, to 9, small; not " + level);
        }
        Duration age = days < 0 ? configured.age() : Duration.ofSeconds(Math.round(days * 86_400));
        return configured.withAge(age).withLevel(level);
    }

    private static ExitCode show(
            CompressPlan plan, List<Scanned<Long>> measured, AutoMigrated.Store opened, Session session) {
        FileMemoryStore store = opened.store();
        List<Finding> findings = new ArrayList<>(store.recovered());
        opened.migrated().findings().stream()
                .filter(f -> !plan.findings().contains(f))
                .forEach(findings::add);
        findings.addAll(plan.findings());
        List<JsonObject> files = new ArrayList<>();
        Table table = new Table("file", ">now", ">then");
        long saved = 0;
        int shrinking = 0;
        for (Scanned<Long> scanned : measured) {
            switch (scanned) {
                case Scanned.LeftAlone<Long> leftAlone -> findings.add(leftAlone.finding());
                case Scanned.Read<Long> read -> {
                    boolean shrinks = read.result() < read.state().size();
                    files.add(JsonObject.builder()
                            .put("file", read.file().path())
                            .put("bytes", read.state().size())
                            .put("bytes_compressed", read.result())
                            .put("shrinks", shrinks)
                            .build());
                    table.row(
                            Printable.of(read.file().path()),
                            Amounts.size(read.state().size()),
                            shrinks ? Amounts.size(read.result()) : "stays");
                    saved += shrinks ? read.state().size() - read.result() : 0;
                    shrinking += shrinks ? 1 : 0;
                }
            }
        }
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", true)
                .put("operation", plan.operation())
                .put("policy", plan.policy())
                .putAll(opened.migrated().toJson())
                .put("files_changed", shrinking)
                .put("bytes_freed", saved)
                .put("collections", files)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        Style style = session.style();
        opened.migrated().print(session);
        if (!table.isEmpty()) {
            session.out().print(table.toString(style));
        }
        session.show(findings);
        session.out()
                .println(
                        shrinking == 0
                                ? style.done("nothing to do")
                                : style.note("dry run: " + Amounts.of(shrinking, "file") + " would be compressed, "
                                        + Amounts.size(saved) + " freed; nothing was changed"));
        return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }
}
