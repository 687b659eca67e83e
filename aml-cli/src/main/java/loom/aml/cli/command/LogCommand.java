package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.text.Amounts;
import loom.aml.app.version.FieldChange;
import loom.aml.app.version.HistoryLimits;
import loom.aml.app.version.ItemVersion;
import loom.aml.app.version.ListVersions;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemTitle;
import loom.aml.store.StoredItem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the versions of one item. */
public final class LogCommand implements Command {
    private static final String ALL = "--all";
    private static final int FIELDS = 4;

    @Override
    public String example() {
        return "aml log 768e2688";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addOption(Options.flag(
                "Read all archives and snapshots, rather than the newest " + HistoryLimits.DEFAULT.archives() + " and "
                        + HistoryLimits.DEFAULT.snapshots() + ".",
                ALL));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        HistoryLimits limits = Options.has(arguments, ALL) ? HistoryLimits.NONE : HistoryLimits.DEFAULT;
        try (OpenStore opened = session.store().forReading()) {
            ItemArgument.PastFound found = ItemArgument.everIn(arguments, opened, session);
            Optional<ItemKey> key = found.key();
            if (key.isEmpty()) {
                return found.failure();
            }
            ListVersions.Result log = new ListVersions(opened).run(new ListVersions.Request(key.get(), limits));
            session.printJson(log.toJson());
            print(log, session);
            session.show(log.findings());
            return log.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static void print(ListVersions.Result log, Session session) {
        Instant now = session.clock().instant();
        session.out().println(session.style().bold(ItemLabel.of(log.key(), titleOf(log))));
        ShortIds ids = new ShortIds(log.versions().stream()
                .flatMap(version -> placeOf(version).stream())
                .distinct()
                .toList());
        Table table = new Table("version", "since", "change", "run or snapshot", "_fields");
        for (ItemVersion version : log.versions()) {
            table.row(
                    version.name().orElse(""),
                    Amounts.ago(version.from(), now),
                    changeOf(version),
                    placeOf(version).map(ids::of).orElse(""),
                    fieldsOf(version));
        }
        session.out().print(table.withoutIdleColumns().toString(session.style()));
        gaps(log, session);
    }

    private static String titleOf(ListVersions.Result log) {
        return log.versions().stream()
                .flatMap(version -> version.item().stream())
                .findFirst()
                .map(StoredItem::fields)
                .map(ItemTitle::of)
                .orElse("");
    }

    private static Optional<String> placeOf(ItemVersion version) {
        ItemVersion.Origin origin = version.origin();
        return origin.run().or(origin::seenInRun).or(origin::seenInSnapshot);
    }

    private static String changeOf(ItemVersion version) {
        ItemVersion.Origin origin = version.origin();
        String by = origin.run().isPresent()
                ? origin.operation()
                        + origin.program().map(program -> " by " + program).orElse("")
                : version.after().isPresent() ? "another program" : "first seen";
        return (version.isRemoval() ? "removed: " : "") + by + (version.isCurrent() ? " (now)" : "");
    }

    private static String fieldsOf(ItemVersion version) {
        List<String> fields = version.changes().stream().map(FieldChange::field).toList();
        if (version.isLost()) {
            return "no copy of this version was kept";
        }
        if (!version.origin().rule().isEmpty()) {
            return version.origin().rule();
        }
        return fields.size() <= FIELDS
                ? String.join(", ", fields)
                : String.join(", ", fields.subList(0, FIELDS)) + " and " + (fields.size() - FIELDS) + " more";
    }

    private static void gaps(ListVersions.Result log, Session session) {
        List<String> gaps = new ArrayList<>();
        if (log.archivesPassedOver() + log.snapshotsPassedOver() > 0) {
            gaps.add(Stream.of(
                                    Amounts.of(log.archivesPassedOver(), "archive"),
                                    Amounts.of(log.snapshotsPassedOver(), "snapshot"))
                            .filter(amount -> !amount.startsWith("0 "))
                            .reduce((one, other) -> one + " and " + other)
                            .orElse("")
                    + " not read; " + ALL + " reads everything");
        }
        if (log.runsForgotten() > 0) {
            gaps.add("the archives of " + Amounts.of(log.runsForgotten(), "old run") + " were deleted");
        }
        if (log.versions().stream().anyMatch(ItemVersion::isLost)) {
            gaps.add("other programs replaced versions of which no copy was kept");
        }
        gaps.forEach(gap -> session.out().println(session.style().warning("may be incomplete: " + gap)));
    }
}
