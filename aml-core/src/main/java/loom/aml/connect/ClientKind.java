package loom.aml.connect;

import java.util.List;

/** A client of MCP servers whose configuration aml can edit. */
public enum ClientKind {
    CLAUDE_CODE("claude-code", "Claude Code", "run 'claude mcp list'", "${"),
    CODEX("codex", "Codex", "run 'codex mcp list'"),
    OPENCODE("opencode", "OpenCode", "run 'opencode mcp list'", "{env:", "{file:"),
    CURSOR("cursor", "Cursor", "see the list of MCP servers in the settings of Cursor", "${"),
    GEMINI("gemini", "Gemini CLI", "run 'gemini mcp list'", "$"),
    VSCODE("vscode", "VS Code", "run 'MCP: List Servers' from its command palette", "${");

    /** The name under which aml enters its server. */
    public static final String SERVER = "aml";

    private final String word;
    private final String title;
    private final String check;
    private final List<String> placeholders;

    ClientKind(String word, String title, String check, String... placeholders) {
        this.word = word;
        this.title = title;
        this.check = check;
        this.placeholders = List.of(placeholders);
    }

    /** Returns the word of the command line and of documents. */
    public String word() {
        return word;
    }

    /** Returns the name for people. */
    public String title() {
        return title;
    }

    /** Returns how a person can see in the client that it is connected. */
    public String check() {
        return check;
    }

    /** Returns whether the client would replace a part of a word, such as the name of an environment variable. */
    public boolean expands(String text) {
        for (String placeholder : placeholders) {
            if (text.contains(placeholder)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the keys that lead to the list of servers. */
    List<String> serversKey() {
        return switch (this) {
            case CLAUDE_CODE, CURSOR, GEMINI -> List.of("mcpServers");
            case CODEX -> List.of("mcp_servers");
            case OPENCODE -> List.of("mcp");
            case VSCODE -> List.of("servers");
        };
    }

    /** Returns the dialect of the client's JSON. */
    JsonDialect dialect() {
        return switch (this) {
            case CLAUDE_CODE -> JsonDialect.STRICT;
            case GEMINI -> JsonDialect.COMMENTED;
            case CODEX, CURSOR, OPENCODE, VSCODE -> JsonDialect.JSONC;
        };
    }
}
