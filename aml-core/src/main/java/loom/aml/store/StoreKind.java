package loom.aml.store;

/** The kinds of stores, by the program that writes them. */
public enum StoreKind {
    LOOM("loom", "loom memory"),
    CLAUDE("claude-code", "Claude Code memory"),
    CLAUDE_AGENT("claude-agent", "Claude Code agent memory"),
    SERENA("serena", "Serena memories"),
    /** A {@code memory.jsonl}. */
    GRAPH("server-memory", "knowledge graph"),
    /** Maintained by Codex itself. */
    CODEX("codex", "Codex memories"),
    /** Written by people, such as {@code CLAUDE.md}. */
    INSTRUCTIONS("instructions", "instructions of people");

    private final String word;
    private final String title;

    StoreKind(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** Returns the word in documents. */
    public String word() {
        return word;
    }

    /** Returns the name for people. */
    public String title() {
        return title;
    }

    /** Returns whether aml only reads and backs up such stores. */
    public boolean isReadOnly() {
        return this == CODEX || this == INSTRUCTIONS;
    }
}
