package loom.aml.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loom.aml.app.monitor.ShowOverview;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewPrinterTest {
    @TempDir
    private Path directory;

    /** Stores may be missing only because their folders cannot be read. */
    @Test
    void withoutStores_problemsAndTheHintAreShown() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        OverviewPrinter printer =
                new OverviewPrinter(new Session(nowhere, nowhere, Map.of(), directory), new Style(false, 80));

        assertThat(printer.lines(
                        new ShowOverview.Result(List.of()), List.of("/srv: permission denied"), "every 5 s; q quits"))
                .containsExactly(
                        "· no stores; create one with 'aml init'  every 5 s; q quits",
                        "",
                        "Attention",
                        "! /srv: permission denied");
    }
}
