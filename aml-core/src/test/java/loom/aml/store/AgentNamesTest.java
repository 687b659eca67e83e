package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debugger",
                "a",
                "日本",
                "🚀",
                "with blank",
                "a.b",
                "-x",
                "~",
                "globals",
                "Global",
                "\\",
                "\\a",
                "a\\b",
                "a\nb",
                "r\udce9viseur"
            })
    void name_ofADirectoryOfTheStore_isValid(String name) {
        assertThat(AgentNames.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "/", "/a", "a/b", "a/", "\0", "\0a", "a\0"})
    void name_thatIsHiddenOrLeadsElsewhere_isNot(String name) {
        assertThat(AgentNames.isValid(name)).isFalse();
    }

    @Test
    void name_ofWhatTheRuntimeKeepsBesideTheAgents_isNot() {
        assertThat(AgentNames.RESERVED)
                .containsExactlyInAnyOrder("global", "config", "audit", "backup", "backups", "monitoring")
                .noneMatch(AgentNames::isValid);
    }
}
