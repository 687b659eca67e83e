package loom.aml.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlServersTest {
    private static final ServerCommand COMMAND = new ServerCommand(List.of("/opt/a \"b\" \\c/aml", "mcp"));
    private static final String TABLE = "[mcp_servers.aml]\ncommand = \"/opt/a \\\"b\\\" \\\\c/aml\"\nargs = [\"mcp\"]";

    private static ServerList servers(String text) throws ConfigSyntaxException {
        return ServerList.of(ClientKind.CODEX, ConfigText.decode(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Enters the server, checks that its removal restores the text, and returns the text with it. */
    private static String entered(String text) throws ConfigSyntaxException {
        ConfigText source = ConfigText.decode(text.getBytes(StandardCharsets.UTF_8));
        Insertion insertion = ServerList.of(ClientKind.CODEX, source).with(COMMAND);
        ServerList after = ServerList.of(ClientKind.CODEX, source.with(insertion.text()));
        assertThat(after.entry().orElseThrow().words()).isEqualTo(COMMAND.words());
        String left = after.without(insertion.extent(), insertion.tail());
        assertThat(source.with(left).bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        return insertion.text();
    }

    private static String removed(String text) throws ConfigSyntaxException {
        return servers(text).without(Extent.ENTRY, null);
    }

    @Test
    void table_isAppended() throws ConfigSyntaxException {
        assertThat(entered("")).isEqualTo(TABLE + "\n");
        assertThat(entered("model = \"x\"\n")).isEqualTo("model = \"x\"\n\n" + TABLE + "\n");
        assertThat(entered("[a]\r\nb = 1 # c\r\n"))
                .isEqualTo("[a]\r\nb = 1 # c\r\n\r\n" + TABLE.replace("\n", "\r\n") + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "  ",
                "# only a comment",
                "# only a comment\n\n",
                "a = 1",
                "a = 1\n\n\n",
                "a = 1  \n",
                "[mcp_servers]\n",
                "[mcp_servers]\nother = {command = \"x\"}\n",
                "[mcp_servers.other]\ncommand = \"x\"\n[mcp_servers.other.env]\nA = \"[mcp_servers.aml]\"\n",
                "mcp_servers.other.command = \"x\"\n",
                "a = \"\"\"\n[mcp_servers.aml]\ncommand = \"no\"\n\"\"\"\n",
                "a = '''\n[mcp_servers.aml]\n'''\n[[b]]\nc = [\n  1, # ]\n  2\n]\n",
                "[tools]\n\"mcp_servers.aml\" = 1\n[\"mcp_servers.aml\"]\nx = 1\n",
                "[projects.\"/srv/mcp_servers.aml\"]\ntrust_level = \"trusted\"",
                "d = 1979-05-27 07:32:00Z\ne = 1_000\nf = -inf\n",
                "\uFEFFa = 1\n",
            })
    void removal_restoresEveryByte(String text) throws ConfigSyntaxException {
        assertThat(entered(text)).contains(text.replace("\uFEFF", "").strip());
    }

    @Test
    void removal_takesTheTablesOfTheEntryAlone() throws ConfigSyntaxException {
        assertThat(removed("""
                a = 1

                [mcp_servers.aml]
                command = "/opt/aml" # mine
                args = [
                  "mcp",
                ]
                # between
                [ mcp_servers . "aml" . env ]
                A = "b" # last

                # of b
                [mcp_servers.b]
                command = "c"
                """)).isEqualTo("""
                a = 1

                # of b
                [mcp_servers.b]
                command = "c"
                """);
        assertThat(removed("[mcp_servers.aml]\ncommand = \"x\"\n\n[b]\nc = 1\n"))
                .isEqualTo("[b]\nc = 1\n");
        assertThat(removed("[mcp_servers.aml]\ncommand = \"x\"\n[b]\nc = 1\n[mcp_servers.aml.env]\nd = 1\n"))
                .isEqualTo("[b]\nc = 1\n");
    }

    @Test
    void replacement_changesTheTableAlone() throws ConfigSyntaxException {
        String text = "a = 1\n[mcp_servers.aml]\nurl = \"https://x\"\n[mcp_servers.aml.env]\nA = \"b\"\n# of b\n[b]\n";
        ServerList before = servers(text);

        String after = before.withOther(COMMAND);

        assertThat(after).isEqualTo("a = 1\n" + TABLE + "\n# of b\n[b]\n");
        assertThat(servers(after).withFormer(before.former())).isEqualTo(text);
    }

    @Test
    void entry_isReadInEveryForm() throws ConfigSyntaxException {
        ServerCommand command = new ServerCommand(List.of("/a", "mcp"));
        assertThat(servers("\n[mcp_servers.aml]\ncommand = '/a'\nargs = ['mcp']\nenabled = false")
                        .entry())
                .contains(new ServerEntry(Optional.of(command), false, 2));
        assertThat(servers("[mcp_servers]\naml = {command = '/a', args = ['mcp']}")
                        .entry())
                .contains(new ServerEntry(Optional.of(command), true, 2));
        assertThat(servers("mcp_servers.aml.command = '/a'\nmcp_servers.aml.args = ['mcp']")
                        .entry())
                .contains(new ServerEntry(Optional.of(command), true, 1));
        assertThat(servers("mcp_servers = {aml = {command = '/a', args = ['mcp']}}")
                        .entry())
                .contains(new ServerEntry(Optional.of(command), true, 1));
        assertThat(servers("[mcp_servers.aml]\nurl = 'https://x'")
                        .entry()
                        .orElseThrow()
                        .words())
                .isEmpty();
        assertThat(servers("[mcp_servers.b]\ncommand = 'x'").entry()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp_servers.aml.command = '/a'",
                "[mcp_servers]\naml = {command = '/a'}",
                "[mcp_servers]\naml.command = '/a'",
                "mcp_servers = {aml = {command = '/a'}}",
                "[mcp_servers]\naml.command = '/a'\n[mcp_servers.aml.env]\nb = 1",
            })
    void otherForms_areNeverChanged(String text) throws ConfigSyntaxException {
        ServerList servers = servers(text);

        assertThatThrownBy(() -> servers.without(Extent.ENTRY, null)).hasMessageContaining("by hand");
        assertThatThrownBy(() -> servers.withOther(COMMAND)).hasMessageContaining("by hand");
    }

    @Test
    void inlineList_cannotBeExtended() throws ConfigSyntaxException {
        ServerList servers = servers("a = 1\nmcp_servers = {b = {command = 'x'}}\n");

        assertThatThrownBy(() -> servers.with(COMMAND))
                .hasMessageContaining("inline table")
                .isInstanceOfSatisfying(
                        ConfigSyntaxException.class, e -> assertThat(e.line()).isEqualTo(2));
    }

    @Test
    void tablesApart_areNotReplaced() throws ConfigSyntaxException {
        ServerList servers = servers("[mcp_servers.aml]\ncommand = 'x'\n[b]\n[mcp_servers.aml.env]\nc = 1\n");

        assertThatThrownBy(() -> servers.withOther(COMMAND)).hasMessageContaining("apart");
    }

    @Test
    void deepNesting_isRefused() {
        assertThatThrownBy(() -> servers("a = " + "[".repeat(100_000) + "]".repeat(100_000)))
                .isInstanceOf(ConfigSyntaxException.class)
                .hasMessageContaining("nested too deeply");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = ",
                "[mcp_servers.aml\n",
                "a = 1\na = 2\n",
                "[a]\n[a]\n",
                "mcp_servers = 3",
                "[[mcp_servers]]"
            })
    void invalidText_isRefusedWithItsPlace(String text) {
        assertThatThrownBy(() -> servers(text)).isInstanceOfSatisfying(ConfigSyntaxException.class, e -> {
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
        });
    }
}
