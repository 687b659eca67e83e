package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.store.Finding;
import org.junit.jupiter.api.Test;

class FindingsPrinterTest {
    private static final String ID = "c0324b8e-b7b4-4511-b5b8-88cfc34770e9";

    private static Finding undated(String where) {
        return Finding.of(Finding.Kind.UNDATED, where, "no valid timestamp", "add a timestamp");
    }

    private static String printed(int columns, Finding... findings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new FindingsPrinter(new Style(false, columns))
                .print(List.of(findings), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void item_isNamedByAShortIdAndItsTitle() {
        Finding finding = undated("debugger/pattern/" + ID).titled("Version the importer");

        assertThat(printed(Lines.ENDLESS, finding)).isEqualTo("""
                · debugger/pattern/c0324b8e Version the importer: no valid timestamp
                  add a timestamp
                """);
        assertThat(printed(50, finding, finding)).isEqualTo("""
                · 2 times: no valid timestamp
                    debugger/pattern/c0324b8e Version the importer
                    debugger/pattern/c0324b8e Version the importer
                  add a timestamp
                """);
    }

    @Test
    void longTitle_isCut_butNoPath() {
        String title = "Version the importer whenever its input changes";
        String path = "an-agent-with-a-long-name/patterns.json";

        assertThat(printed(44, undated("debugger/pattern/" + ID).titled(title), undated(path)))
                .contains("    debugger/pattern/c0324b8e Version the i…\n", "    " + path + "\n");
    }

    @Test
    void placeWithoutATitle_isPrintedInFull() {
        assertThat(printed(Lines.ENDLESS, undated("debugger/pattern/" + ID)))
                .startsWith("· debugger/pattern/" + ID + ": no valid timestamp");
    }
}
