package loom.aml.store.markdown;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreScope;

/** The kinds of folders of notes, by the programs that write them. */
enum NoteFolder {
    /** Claude Code: an index, {@code MEMORY.md}, of which the first lines are loaded at the start of each session. */
    CLAUDE(StoreKind.CLAUDE, true),

    /** Serena: no index; a note is named by its path. */
    SERENA(StoreKind.SERENA, false),

    /** Codex: it writes and prunes them by itself, so they are only read. */
    CODEX(StoreKind.CODEX, false),

    /** The instructions that people keep for agents in a repository; aml only reads them. */
    INSTRUCTIONS(StoreKind.INSTRUCTIONS, false);

    private static final String INDEX = "MEMORY.md";

    private final StoreKind kind;
    private final boolean isIndexed;

    NoteFolder(StoreKind kind, boolean isIndexed) {
        this.kind = kind;
        this.isIndexed = isIndexed;
    }

    StoreKind kind() {
        return kind;
    }

    /** Returns the files below the root that belong to the folder. */
    StoreScope scope() {
        return this == INSTRUCTIONS ? InstructionScope.INSTANCE : StoreScope.EVERYTHING;
    }

    /** Returns whether notes are listed in an index. */
    boolean isIndexed() {
        return isIndexed;
    }

    /** Returns whether a path alone shows that it is a folder of this kind, whether it exists or not. */
    boolean isNamed(Path path) {
        return switch (this) {
            case CLAUDE -> isOfClaude(path);
            case INSTRUCTIONS -> false;
            case CODEX -> endsWith(path, ".codex", "memories");
            case SERENA ->
                path.endsWith(Path.of(".serena", "memories")) || endsWith(path, ".serena", "memories", "global");
        };
    }

    private static boolean isOfClaude(Path path) {
        return endsWith(path, ".claude", "memory")
                || endsWith(path, "projects", "*", "memory")
                || endsWith(path, ".claude", "agent-memory", "*")
                || endsWith(path, ".claude", "agent-memory-local", "*");
    }

    /** @param names the last names of the path; {@code *} stands for any */
    private static boolean endsWith(Path path, String... names) {
        int first = path.getNameCount() - names.length;
        if (first < 0) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals("*") && !FileName.last(path.getName(first + i)).equals(names[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a directory contains an index. */
    boolean hasIndex(Disk disk, Path path) throws IOException {
        return disk.state(FileName.resolve(path, INDEX)).isFile();
    }
}
