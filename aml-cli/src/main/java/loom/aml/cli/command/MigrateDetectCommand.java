package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.migrate.DetectVersions;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.migrate.Detection;
import loom.aml.migrate.VersionCounts;
import loom.aml.store.Finding;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Reports the schema versions of a store's items. */
public final class MigrateDetectCommand implements Command {
    @Override
    public String example() {
        return "aml migrate detect --json";
    }

    @Override
    public void describe(CommandSpec spec) {}

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            DetectVersions.Result result = new DetectVersions(opened).run();
            session.printJson(result.toJson());
            print(result.detection(), result.findings(), session);
            return RunPrinter.ofFindings(result.findings());
        }
    }

    private static void print(Detection detection, List<Finding> findings, Session session) {
        Style style = session.style();
        PrintStream out = session.out();
        out.println("  store    " + style.bold(detection.store().word()) + "  ("
                + Amounts.items(detection.store().items()) + (detection.store().isMixed() ? ": " : "")
                + counts(detection.store()) + ")");
        out.println("  declared " + detection.declared().map(Printable::of).orElse("no version"));
        if (!detection.byAgent().isEmpty()) {
            out.println();
            Table table = new Table("agent", "version", ">items", "");
            detection
                    .byAgent()
                    .forEach((agent, versions) -> table.row(
                            Printable.of(agent), versions.word(), Amounts.count(versions.items()), counts(versions)));
            out.println(table.toString(style));
        }
        session.show(findings);
        if (detection.contradictsItself()) {
            out.println(style.note(
                    "aml uses the versions of the items, because the runtime always declares its own version"));
        }
    }

    /** Returns {@code 12 of 1.0.0, 3 of 1.2.0} if there are several versions. */
    private static String counts(VersionCounts versions) {
        if (!versions.isMixed()) {
            return "";
        }
        List<String> counts = new ArrayList<>();
        versions.known().forEach((version, count) -> counts.add(Amounts.count(count) + " of " + version));
        if (versions.unknown() > 0) {
            counts.add(Amounts.count(versions.unknown()) + " of unknown versions");
        }
        return String.join(", ", counts);
    }
}
