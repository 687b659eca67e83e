package loom.aml.cli.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.exchange.ExportResult;
import loom.aml.app.exchange.ImportPreview;
import loom.aml.app.exchange.ImportResult;
import loom.aml.app.text.Amounts;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.exchange.Counts;
import loom.aml.exchange.Loss;
import loom.aml.run.Report;
import loom.aml.store.Finding;

/** Prints imports and exports. */
final class ExchangePrinter {
    private static final String INDENTATION = "    ";
    private static final int WIDTH = 76;

    private final Session session;
    private final Style style;
    private final PrintStream out;

    ExchangePrinter(Session session) {
        this.session = session;
        this.style = session.style();
        this.out = session.out();
    }

    ExitCode preview(ImportPreview preview) {
        session.printJson(preview.toJson());
        session.show(preview.findings());
        losses(preview.plan().losses());
        out.println(style.note("dry run: import of " + preview.plan().source().place() + " ("
                + preview.plan().source().format().word() + "): "
                + words(preview.plan().counts(), "would be ") + "; nothing was changed"));
        return RunPrinter.ofFindings(preview.findings());
    }

    ExitCode result(ImportResult result) {
        session.printJson(result.toJson());
        session.show(result.run().findings(), result.run().known());
        losses(result.plan().losses());
        Report report = result.run().report();
        String text = "import of " + result.plan().source().place() + " ("
                + result.plan().source().format().word() + "): "
                + words(result.plan().counts(), "") + ", "
                + Amounts.duration(report.duration());
        out.println(report.outcome() == Report.Outcome.DONE ? style.done(text) : style.warning(text + "; partly done"));
        if (result.run().canBeUndone()) {
            new RunPrinter(session).wayBack(result.run().run());
        }
        if (report.backup() != null) {
            out.println("  " + style.faint("safety snapshot: " + report.backup().snapshot()));
        }
        session.show(result.run().monitoring());
        return ExitCode.of(result.run().outcome());
    }

    ExitCode result(ExportResult result) {
        session.printJson(result.toJson());
        session.show(result.findings());
        losses(result.losses());
        String where = result.to() + " (" + result.format().word() + ")";
        if (result.isDryRun()) {
            out.println(style.note("dry run: export to " + where + ": " + words(result.counts(), "would be ")
                    + (result.isCreated() ? "; it would be created" : "") + "; nothing was changed"));
        } else {
            out.println(style.done("export to " + where + ": " + words(result.counts(), "")));
            result.run()
                    .filter(_ -> result.format().isStore())
                    .ifPresent(run ->
                            out.println("  " + style.faint("undo: aml " + ShellWord.of(result.to()) + " undo " + run)));
        }
        return result.findings().stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private void losses(List<Loss> losses) {
        for (Loss loss : losses) {
            String what = Amounts.count(loss.count()) + " " + loss.what();
            out.println(
                    loss.isDropped()
                            ? style.warning(what + " have no place there: dropped")
                            : style.faint("  " + what + ": fields kept " + loss.kept()));
            StringBuilder line = new StringBuilder(INDENTATION);
            for (String field : loss.fields()) {
                if (line.length() + field.length() > WIDTH) {
                    out.println(style.faint(line.toString()));
                    line = new StringBuilder(INDENTATION);
                }
                line.append(line.length() > INDENTATION.length() ? ", " : "").append(field);
            }
            if (line.length() > INDENTATION.length()) {
                out.println(style.faint(line.toString()));
            }
        }
    }

    private static String words(Counts counts, String verb) {
        List<String> words = new ArrayList<>();
        words.add(Amounts.items(counts.added()) + " " + verb + "added");
        add(words, counts.updated(), verb + "updated");
        add(words, counts.removed(), verb + "removed");
        add(words, counts.unchanged(), "unchanged");
        add(words, counts.kept(), "different and kept");
        add(words, counts.gone(), "removed here before and not brought back");
        add(words, counts.refused(), "refused");
        return String.join(", ", words);
    }

    private static void add(List<String> words, int count, String what) {
        if (count > 0) {
            words.add(Amounts.count(count) + " " + what);
        }
    }
}
