package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessBytesTest {
    @Test
    void exactArguments_areNotReadAgain() throws Exception {
        String[] given = {"prune", "--agents", "", "@x"};

        assertThat(ProcessBytes.arguments(given)).isSameAs(given);
    }

    @Test
    void argumentsOfAnotherProcess_areRejected() {
        // The replaced bytes are unknown, so the argument could name another file.
        assertThatThrownBy(() -> ProcessBytes.arguments(new String[] {"no such argument", "r\ufffdviseur"}))
                .isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> ProcessBytes.arguments(fill(100_000))).isInstanceOf(CharacterCodingException.class);
    }

    private static String[] fill(int count) {
        String[] many = new String[count];
        Arrays.fill(many, "\ufffd");
        return many;
    }

    @Test
    void variables_keepTheirNames() {
        Map<String, String> variables = Map.of("LOOM_AML_NO_SUCH_VARIABLE", "a\ufffd", "X", "y");

        assertThat(ProcessBytes.environment(variables)).isEqualTo(variables);
    }

    @Test
    void workingDirectory_isAbsolute() {
        assertThat(ProcessBytes.workingDirectory())
                .isAbsolute()
                .isEqualTo(Path.of("").toAbsolutePath());
    }
}
