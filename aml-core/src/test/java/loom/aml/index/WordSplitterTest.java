package loom.aml.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loom.aml.index.text.WordSplitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of natural language and source code. A whole with parts is written {@code [whole]} before them. */
class WordSplitterTest {

    private static String words(String text) {
        List<String> words = new ArrayList<>();
        boolean[] follows = new boolean[1];
        new WordSplitter((chars, from, to, advances) -> {
                    String word = new String(chars, from, to - from);
                    if (!advances) {
                        words.set(words.size() - 1, "[" + words.getLast() + "]");
                    }
                    words.add(word);
                })
                .split(text);
        return String.join(" ", words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "slow query|slow query",
                "TypeError|[typeerror] type error",
                "readFile|[readfile] read file",
                "HTTPServer2Go|[httpserver2go] http server2 go",
                "ECONNREFUSED|econnrefused",
                "src/io/read_all.ts|[src/io/read_all.ts] src io read all ts",
                "std::vec<int>|[std::vec] std vec int",
                "10.6.0|[10.6.0] 10 6 0",
                "utf8 p95 0x71ff|utf8 p95 0x71ff",
                "well-known|[well-known] well known",
                "end. Start|end start",
                "wait...then|wait then",
                "_private --flag|private flag",
                "don't|[don't] don t",
                "user@host:8080|[user@host:8080] user host 8080",
                "Größe GRÖSSE ÉCOLE|grösse grösse école",
                "ΟΔΟΣ οδός Οδος|οδοσ οδόσ οδοσ",
                "İSTANBUL ISTANBUL ıstanbul|istanbul istanbul istanbul",
                "ﬁle STRAẞE K|file strasse k",
                "v20.11.1|[v20.11.1] [v20] 20 11 1",
                "python3.12|[python3.12] [python3] 3 12",
                "lib/go1.22/x|[lib/go1.22/x] lib [go1] 1 22 x",
                "V2 v2.x|v2 [v2.x] v2 x",
                "你好 世界|你 好 世 界",
                "кэшПамять|[кэшпамять] кэш память",
                "😀 ok 😀|ok"
            })
    void text_isSplitIntoWords(String text, String words) {
        assertThat(words(text)).isEqualTo(words);
    }

    @Test
    void composedAndDecomposedForms_areEqual() {
        assertThat(words("Gro\u0308\u00dfe cafe\u0301")).isEqualTo(words("Gr\u00f6\u00dfe caf\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 127, 128, 129, 300, 5_000})
    void longWords_areSplit_andLoseNothingElse(int length) {
        assertThat(words("before " + "x".repeat(length) + " after"))
                .startsWith("before ")
                .endsWith(" after");
        assertThat(words("a/".repeat(length) + "b")).endsWith("a b");
    }

    @Test
    void randomText_isSplitTheSameEachTime() {
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(400); c >= 0; c--) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95)));
            }
            String cut = words(text.toString());
            assertThat(cut).as(text.toString()).isEqualTo(words(text.toString()));
            assertThat(words(cut.replaceAll("\\[[^ ]*\\] ", "")))
                    .as(text.toString())
                    .isNotNull();
        }
    }
}
