package loom.aml.stale.mention;

import java.util.List;

/** Something that a text mentions and that can be looked up. */
public sealed interface Mention {

    /** Returns the line of the text, from 1. */
    int line();

    /** Returns the mention as it is written. */
    String text();

    /** Returns the sort of the mention in one word. */
    default String word() {
        return switch (this) {
            case FilePath _ -> "path";
            case FileLink _ -> "link";
            case NoteName _ -> "note";
            case MakeTarget _, Script _, Recipe _, MavenModule _, Program _ -> "command";
            case Dependency _ -> "package";
        };
    }

    /**
     * A file or directory.
     *
     * @param path its path, without the line number that may follow it
     * @param isRooted whether it counts only if the repository has its first directory, since its form alone proves little
     * @param within the folders that it may be relative to, which the text around it names
     */
    record FilePath(int line, String text, String path, boolean isRooted, List<String> within) implements Mention {
        FilePath rooted() {
            return new FilePath(line, text, path, true, within);
        }

        /** Returns the path with the folders around it; a folder is not within itself. */
        FilePath within(List<String> folders) {
            return new FilePath(
                    line,
                    text,
                    path,
                    isRooted,
                    folders.stream().filter(folder -> !folder.equals(text)).toList());
        }
    }

    /**
     * A relative Markdown link.
     *
     * @param target the decoded target without its fragment
     */
    record FileLink(int line, String text, String target) implements Mention {}

    /** Another note: {@code [[name]]} or {@code mem:name}. */
    record NoteName(int line, String text, String name) implements Mention {}

    /**
     * {@code make NAME}.
     *
     * @param folder the directory in which it runs; empty for the top of the repository
     */
    record MakeTarget(int line, String text, String folder, String name) implements Mention {}

    /**
     * {@code npm run NAME}.
     *
     * @param isExact whether the name can only be a script; other runners also run programs of packages
     */
    record Script(int line, String text, String name, boolean isExact) implements Mention {}

    /** {@code just NAME}. */
    record Recipe(int line, String text, String folder, String name) implements Mention {}

    /** {@code mvn -pl PATH}. */
    record MavenModule(int line, String text, String folder, String path) implements Mention {}

    /** {@code ./path}, or a file that an interpreter runs. */
    record Program(int line, String text, String folder, String path) implements Mention {}

    /** A package that the repository depends on. */
    record Dependency(int line, String text, Registry registry, String name) implements Mention {}

    /** Where a package comes from. */
    enum Registry {
        NPM,
        CARGO,
        PYTHON,
        MAVEN,
        /** The text does not say. */
        ANY
    }
}
