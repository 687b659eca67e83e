package loom.aml.store.markdown;

import java.nio.file.Path;

/** The notes of Claude Code, with the frontmatter of today. */
class ClaudeNotesTest extends NoteContract {
    @Override
    NoteStore storeIn(Path folder) {
        return NoteStore.ofClaude(folder);
    }

    @Override
    String file(String name, String word) {
        return """
                ---
                name: %s
                description: "says '%s'"
                x-team: payments
                metadata:\s
                  node_type: memory
                  type: feedback
                  modified: 2026-09-24T08:59:49.926Z
                ---

                The rule is %s.\r
                See [[other]] – naïve 🎈
                """.formatted(name, word, word);
    }
}
