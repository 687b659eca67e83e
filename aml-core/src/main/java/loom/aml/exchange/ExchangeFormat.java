package loom.aml.exchange;

import java.util.Arrays;
import java.util.Optional;

/** The formats that memories are exchanged in. */
public enum ExchangeFormat {
    LOOM("loom", "a store of .loom/memory", true),
    CLAUDE("claude", "a memory folder of Claude Code", true),
    SERENA("serena", "a memory folder of Serena", true),
    CODEX("codex", "a memory folder of Codex", false),
    INSTRUCTIONS("instructions", "a file with instructions for agents, such as CLAUDE.md", false),
    GRAPH("graph", "a memory.jsonl of server-memory", true),
    BUNDLE("bundle", "a bundle", true),
    LOOM_JSON("loom-json", "a JSON file with the items of each agent", true),
    BASIC_MEMORY("basic-memory", "a folder of basic-memory", false),
    BEADS("beads", "an issues.jsonl of beads", false),
    MEM0("mem0", "a history.db of mem0", false),
    CLAUDE_MEM("claude-mem", "a claude-mem.db of claude-mem", false),
    MCP_MEMORY_SERVICE("mcp-memory-service", "a database of mcp-memory-service", false);

    private final String word;
    private final String words;
    private final boolean isTarget;

    ExchangeFormat(String word, String words, boolean isTarget) {
        this.word = word;
        this.words = words;
        this.isTarget = isTarget;
    }

    /** Returns the name of the format on the command line. */
    public String word() {
        return word;
    }

    /** Returns what a file or folder of the format is, in the middle of a sentence. */
    public String words() {
        return words;
    }

    /** Returns whether aml writes the format. */
    public boolean isTarget() {
        return isTarget;
    }

    /** Returns whether it is a folder that aml opens as a store. */
    public boolean isStore() {
        return this == LOOM || this == CLAUDE || this == SERENA || this == CODEX || this == INSTRUCTIONS;
    }

    public boolean isDatabase() {
        return this == MEM0 || this == CLAUDE_MEM || this == MCP_MEMORY_SERVICE;
    }

    public static Optional<ExchangeFormat> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
