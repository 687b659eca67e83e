package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** The memory folders of other agents that the pages name. */
final class AgentMemories {
    private AgentMemories() {}

    /** Writes a memory folder of Claude Code and one of Serena into a home. */
    static void write(Path home) throws IOException {
        Path claude = home.resolve(".claude/projects/-home-ada-shop/memory");
        put(claude.resolve("MEMORY.md"), """
                - [Releases leave every second Tuesday](project_release-train.md) — the branch is cut on the Friday before
                - [Keep commits small](feedback_short-commits.md) — one change a commit
                """);
        put(claude.resolve("project_release-train.md"), """
                ---
                name: project_release-train
                description: "Releases leave every second Tuesday"
                metadata:
                  node_type: memory
                  type: project
                ---

                Hotfixes go to the release branch first.
                """);
        put(claude.resolve("feedback_short-commits.md"), "# Keep commits small\n\nOne change a commit.\n");
        put(home.resolve("shop/.serena/memories/architecture/storage.md"), "# Storage\n\nOrders are in Postgres.\n");
    }

    /** Writes a file that nobody is writing any more. */
    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
}
