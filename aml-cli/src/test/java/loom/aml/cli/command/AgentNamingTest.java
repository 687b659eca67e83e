package loom.aml.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import loom.aml.cli.UsageException;
import org.junit.jupiter.api.Test;

class AgentNamingTest {
    private static AgentNaming of(String... known) {
        return new AgentNaming(List.of(known), "the store");
    }

    @Test
    void commas_separateNames() {
        assertThat(of("a", "b", "c").of("a,b, c")).containsExactly("a", "b", "c");
        assertThat(of("a", "b").of(",a,,b,")).containsExactly("a", "b");
    }

    @Test
    void aNameWithCommas_takesPrecedenceOverAList() {
        assertThat(of("a", "b", "a,b").of("a,b")).containsExactly("a,b");
        assertThat(of("a", "b", "a,b").of("a,b,a")).containsExactly("a,b", "a");
        assertThat(of("x,y,z", "x", "w").of("w,x,y,z")).containsExactly("w", "x,y,z");
        assertThat(of(",").of(",")).containsExactly(",");
        assertThat(of("a,").of("a,")).containsExactly("a,");
    }

    @Test
    void theExactName_takesPrecedenceOverAnEquivalentOne() {
        assertThat(of("caf\u00e9", "cafe\u0301").of("cafe\u0301")).containsExactly("cafe\u0301");
        assertThat(of("caf\u00e9", "cafe\u0301").of("caf\u00e9")).containsExactly("caf\u00e9");
        assertThat(of(" a ", "a").of(" a ")).containsExactly(" a ");
    }

    @Test
    void aName_isFoundInTheOtherNormalisation() {
        assertThat(of("caf\u00e9").of("cafe\u0301")).containsExactly("caf\u00e9");
        assertThat(of("cafe\u0301").of("caf\u00e9")).containsExactly("cafe\u0301");
        assertThat(of("\u1112\u1161\u11ab").of("\ud55c")).containsExactly("\u1112\u1161\u11ab");
        assertThat(of("cafe\u0301", "b").of("b,caf\u00e9")).containsExactly("b", "cafe\u0301");
    }

    @Test
    void ambiguousNames_areRejected() {
        // Two spellings exist, and neither is the given one.
        assertThatThrownBy(() -> of("\u1e69", "s\u0323\u0307").of("s\u0307\u0323"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("2 agents that look like");
    }

    @Test
    void anUnknownName_isRefused_andALongListIsCutShort() {
        assertThatThrownBy(() -> of("debugger").of("debuger"))
                .isInstanceOf(UsageException.class)
                .hasMessage("the store has no agent 'debuger'; did you mean 'debugger'?");
        assertThatThrownBy(() -> of().of("a")).hasMessage("the store has no agent 'a'; it has none");
        List<String> many =
                IntStream.range(0, 5_000).mapToObj(i -> "agent-" + i).toList();
        assertThatThrownBy(() -> new AgentNaming(many, "the store").of("nobody"))
                .hasMessageContaining("and 4980 more; 'aml agents' lists them");
    }

    @Test
    void bytes_areNotDecodedToFindAName() {
        assertThatThrownBy(() -> of("caf\u00e9").of("caf\udce9")).isInstanceOf(UsageException.class);
        assertThat(of("caf\udce9", "caf\u00e9").of("caf\udce9")).containsExactly("caf\udce9");
    }
}
