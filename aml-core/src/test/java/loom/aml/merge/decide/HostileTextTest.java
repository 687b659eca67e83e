package loom.aml.merge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import loom.aml.CaseSample;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that somebody wrote to make a comparison slow: each takes a moment instead of minutes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileTextTest {
    private static final int LENGTH = 120_000;

    private static final List<String> PARTS = List.of(
            "e.g. ",
            "a. ",
            "A is b. ",
            ")",
            "(",
            "**",
            "**a",
            "`",
            "`` ",
            "# ",
            "- ",
            "\t- a\n",
            "a\n",
            "\n",
            "> a\n",
            "| a ",
            "1. a\n",
            "x:\n",
            "the ",
            "aaaaaaa",
            "1,000",
            "'",
            "don't ",
            "a-b-",
            "it is. ",
            "  a\n",
            "+ a\n",
            "A Ab ");

    static List<String> parts() {
        return CaseSample.of(PARTS);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void comparisonsOfRepeatedTextAreLinear(String part) throws Exception {
        String text = part.repeat(LENGTH / part.length());
        Decider decider = new Decider(0.65, 0.6);
        decider.decide(note(text), note("x" + text));
        assertThat(decider.verdict(note(text), note(text + " y")).verdict()).isNotEqualTo(Verdict.SAME);
    }

    private static ComparedItem note(String text) throws Exception {
        JsonObject note =
                JsonObject.builder().put("id", "note").put("text", text).build();
        return ComparedItem.of(Item.alone(note.toUtf8(), ItemKind.NOTE)).orElseThrow();
    }
}
