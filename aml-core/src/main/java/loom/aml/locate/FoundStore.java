package loom.aml.locate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import loom.aml.io.FileName;
import loom.aml.io.Sha256;
import loom.aml.store.StoreKind;

/**
 * A store that was found without being named.
 *
 * @param path its real path
 * @param project the directory that its memories are about; empty if they are about none, or about one that was not found
 * @param state the result of the search for the project
 */
public record FoundStore(StoreKind kind, Scope scope, Path path, Optional<Path> project, ProjectState state) {

    private static final int LONGEST_NAME = 40;
    private static final int DIGITS = 10;

    /** The place of a store, seen from the working directory. */
    public enum Scope {
        PROJECT("project", "This project"),
        WORKTREE("worktree", "Other worktrees"),
        HOME("home", "Home"),
        OTHER("other", "Other projects");

        private final String word;
        private final String title;

        Scope(String word, String title) {
            this.word = word;
            this.title = title;
        }

        /** Returns the word in documents. */
        public String word() {
            return word;
        }

        /** Returns a heading. */
        public String title() {
            return title;
        }
    }

    /** The result of the search for the project of a store. */
    public enum ProjectState {
        FOUND("found"),
        /** The memories are about no project. */
        NONE("none"),
        /** No directory has the name of the store: the project was moved or removed. */
        MISSING("missing"),
        /** Several directories have this name. */
        AMBIGUOUS("ambiguous"),
        /** A directory on the way cannot be read. */
        UNKNOWN("unknown");

        private final String word;

        ProjectState(String word) {
            this.word = word;
        }

        /** Returns the word in documents. */
        public String word() {
            return word;
        }
    }

    /**
     * Returns the id of the store: the name of its project and a part of the checksum of its path. Addresses contain it in
     * place of the path.
     */
    public String id() {
        Path named = project.orElseGet(() -> path.getNameCount() > 1 ? path.getParent() : path);
        String words = String.valueOf(named.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String name = words.isEmpty() ? kind.word() : words;
        String sum = Sha256.of(FileName.text(path).getBytes(StandardCharsets.UTF_16BE))
                .hex()
                .substring(0, DIGITS);
        return name.substring(0, Math.min(LONGEST_NAME, name.length())) + "-" + sum;
    }

    /** Returns whether the project of the store was moved or removed. */
    public boolean isStranded() {
        return state == ProjectState.MISSING;
    }

    static FoundStore of(StoreKind kind, Scope scope, Path path, Path project) {
        return new FoundStore(kind, scope, path, Optional.of(project), ProjectState.FOUND);
    }

    static FoundStore ofNoProject(StoreKind kind, Path path) {
        return new FoundStore(kind, Scope.HOME, path, Optional.empty(), ProjectState.NONE);
    }
}
