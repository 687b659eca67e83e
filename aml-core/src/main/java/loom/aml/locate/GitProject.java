package loom.aml.locate;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.SmallFile;

/**
 * A working tree of git, as its files describe it. The program git is not started.
 *
 * <pre>
 * main/.git/                        the repository
 * main/.git/worktrees/NAME/gitdir   "/path/of/worktree/.git"
 * worktree/.git                     "gitdir: /path/of/main/.git/worktrees/NAME"
 * </pre>
 *
 * @param root the top of the working tree
 * @param repository the folder of the repository, shared by all its working trees
 */
public record GitProject(Path root, Path repository) {
    private static final String GIT = ".git";
    private static final String WORKTREES = "worktrees";
    private static final String POINTER = "gitdir:";
    private static final int LARGEST = 16 << 10;

    /** More working trees than anybody has, so that a folder of somebody else does not keep aml busy. */
    private static final int MOST = 1_000;

    /** Returns the working tree that contains a directory; empty if none does. */
    public static Optional<GitProject> of(Disk disk, Path directory) throws IOException {
        for (Path at = directory; at != null; at = at.getParent()) {
            FileState mark = disk.state(at.resolve(GIT));
            if (mark.isDirectory()) {
                return Optional.of(new GitProject(at, at.resolve(GIT)));
            }
            if (mark.isFile()) {
                return Optional.of(new GitProject(at, repositoryOf(disk, at).orElse(at.resolve(GIT))));
            }
        }
        return Optional.empty();
    }

    /** Anybody can write a pointer into a project; the repository must point back. */
    private static Optional<Path> repositoryOf(Disk disk, Path root) {
        Optional<Path> own = line(disk, root.resolve(GIT))
                .filter(line -> line.startsWith(POINTER))
                .flatMap(line -> resolved(root, line.substring(POINTER.length()).strip()));
        Path all = own.map(Path::getParent).orElse(null);
        if (own.isEmpty() || all == null || !FileName.last(all).equals(WORKTREES)) {
            return Optional.empty();
        }
        boolean pointsBack = line(disk, own.get().resolve("gitdir"))
                .flatMap(line -> resolved(own.get(), line))
                .filter(back -> isSame(disk, back, root.resolve(GIT)))
                .isPresent();
        return pointsBack ? Optional.ofNullable(all.getParent()) : Optional.empty();
    }

    private static boolean isSame(Disk disk, Path one, Path other) {
        try {
            return disk.realPath(one).equals(disk.realPath(other));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> resolved(Path from, String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(FileName.resolve(from, text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Returns the first line of a small file; empty if it cannot be read. */
    private static Optional<String> line(Disk disk, Path file) {
        try {
            byte[] content = SmallFile.read(disk, file, LARGEST);
            return FileName.decode(content, 0, content.length)
                    .lines()
                    .findFirst()
                    .map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the main working tree of the repository; empty if it has none. */
    public Optional<Path> main() {
        return FileName.last(repository).equals(GIT) ? Optional.ofNullable(repository.getParent()) : Optional.empty();
    }

    /** Returns the project by whose path Claude Code names its memory, which all working trees share. */
    public Path canonical() {
        return main().orElse(root);
    }

    /** Returns the other working trees of the repository: the main one, and those that git has recorded, existing or not. */
    public List<Path> others(Disk disk) throws IOException {
        List<Path> trees = new ArrayList<>();
        main().filter(main -> !main.equals(root)).ifPresent(trees::add);
        Path records = repository.resolve(WORKTREES);
        if (!disk.state(records).isDirectory()) {
            return trees;
        }
        List<String> names = disk.names(records);
        for (String name : names.stream().sorted().limit(MOST).toList()) {
            Path record = FileName.resolve(records, name);
            line(disk, record.resolve("gitdir"))
                    .flatMap(line -> resolved(record, line))
                    .filter(mark -> FileName.last(mark).equals(GIT))
                    .map(Path::getParent)
                    .filter(tree -> !tree.equals(root) && !trees.contains(tree))
                    .ifPresent(trees::add);
        }
        return trees;
    }
}
