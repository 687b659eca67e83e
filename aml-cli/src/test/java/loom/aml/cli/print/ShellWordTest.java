package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain/.loom/memory",
                "with blank",
                "quo'te\"s",
                "back\\slash",
                "$(touch x)`id`$HOME",
                "new\nline",
                "tab\t7",
                "esc\u001b[31m",
                "c1\u009b31m",
                "\u202egnp.exe",
                "sep\u2028arator",
                "r\udce9viseur",
                "\udcc0\udcaf7\\'",
                "cafe\u0301 日本 \ud83d\ude80",
                "*?[a]~{b,c}!#;&|<>",
                "-dash",
                "~"
            })
    void aShell_readsTheExactText(String text) throws Exception {
        Assumptions.assumeTrue(Stream.of("/bin/bash", "/usr/bin/bash").anyMatch(bash -> Files.exists(Path.of(bash))));

        String word = ShellWord.of(text);

        assertThat(word).isEqualTo(Printable.of(word));
        Process shell = new ProcessBuilder("bash", "-c", "printf %s " + word).start();
        byte[] read = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor()).isZero();
        assertThat(FileName.decode(read, 0, read.length)).isEqualTo(text);
    }

    @Test
    void wordsForAnyShell_haveNoDollarQuotes() throws Exception {
        for (String text : new String[] {"", "a b", "it's", "50%", "größe"}) {
            Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.ofPosix(text)).start();

            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }
}
