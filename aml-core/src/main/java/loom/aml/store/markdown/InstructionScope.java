package loom.aml.store.markdown;

import java.util.Set;
import loom.aml.store.StoreScope;

/** The files of a project in which people instruct agents: {@code CLAUDE.md}, {@code AGENTS.md}, rules. */
public final class InstructionScope implements StoreScope {
    /** The names of the files that stand for all of their project. */
    public static final Set<String> NAMES = Set.of("CLAUDE.md", "CLAUDE.local.md", "AGENTS.md", "GEMINI.md");

    static final InstructionScope INSTANCE = new InstructionScope();

    private static final String OF_CLAUDE = ".claude/";
    private static final String RULES_OF_CLAUDE = ".claude/rules/";
    private static final String RULES_OF_CURSOR = ".cursor/rules/";

    private InstructionScope() {}

    @Override
    public boolean hasFile(String path) {
        return NAMES.contains(path)
                || path.equals(OF_CLAUDE + "CLAUDE.md")
                || path.startsWith(RULES_OF_CLAUDE) && path.endsWith(".md")
                || path.startsWith(RULES_OF_CURSOR) && path.endsWith(".mdc");
    }

    @Override
    public boolean mayHaveFilesIn(String directory) {
        String path = directory + "/";
        return RULES_OF_CLAUDE.startsWith(path)
                || RULES_OF_CURSOR.startsWith(path)
                || path.startsWith(RULES_OF_CLAUDE)
                || path.startsWith(RULES_OF_CURSOR);
    }
}
