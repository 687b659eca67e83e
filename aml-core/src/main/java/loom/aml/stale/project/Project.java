package loom.aml.stale.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.SmallFile;
import loom.aml.storage.PathWithin;
import org.jspecify.annotations.Nullable;

/**
 * A repository as it is now. Every answer is for a path within it: no link leads out. Nothing in it is run, and files are read up
 * to a size. Not thread-safe.
 */
public final class Project {
    private static final int LARGEST_MANIFEST = 8 << 20;

    private static final int LONGEST_PATH = 1_000;

    private final Disk disk;
    private final Path root;
    private final int limit;
    private final Map<String, Presence> known = new HashMap<>();
    private final Map<String, Optional<String>> texts = new HashMap<>();
    private @Nullable ProjectTree tree;
    private @Nullable List<String> submodules;

    /** The presence of a file. */
    public enum Presence {
        PRESENT,
        MISSING,
        /** It is behind a link, in a folder that is passed over, or beyond the limit. */
        UNKNOWN
    }

    /**
     * @param root the real path of its folder
     * @param limit the number of names that are read at most
     */
    public Project(Disk disk, Path root, int limit) {
        this.disk = disk;
        this.root = root;
        this.limit = limit;
    }

    public Path root() {
        return root;
    }

    /** Returns whether all of its names could be read, as far as they were needed. */
    public boolean isComplete() {
        ProjectTree read = tree;
        return read == null || read.isComplete();
    }

    ProjectTree tree() {
        ProjectTree read = tree;
        if (read == null) {
            read = ProjectTree.read(disk, root, limit);
            tree = read;
        }
        return read;
    }

    /** Returns whether a text can be a path within a repository: no control characters, and no empty names or dots. */
    public static boolean isPlain(String path) {
        if (path.isEmpty() || path.length() > LONGEST_PATH || !PathWithin.isWithin(path)) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return path.chars().noneMatch(Character::isISOControl);
    }

    /** Returns whether a path exists at exactly this place. */
    public Presence at(String path) {
        return known.computeIfAbsent(path, this::look);
    }

    private Presence look(String path) {
        if (!isPlain(path)) {
            return Presence.UNKNOWN;
        }
        try {
            FileState state = disk.state(PathWithin.of(disk, root, path));
            if (state.isMissing()) {
                return isInSubmodule(path) ? Presence.UNKNOWN : Presence.MISSING;
            }
            return Presence.PRESENT;
        } catch (FileSystemException e) {
            // Through a link, or through a file: the second is certainly not there.
            return isBelowAFile(path) ? Presence.MISSING : Presence.UNKNOWN;
        } catch (IOException e) {
            return Presence.UNKNOWN;
        }
    }

    private boolean isBelowAFile(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            try {
                FileState state = disk.state(FileName.resolve(root, path.substring(0, slash)));
                if (!state.isDirectory()) {
                    return state.isFile();
                }
            } catch (IOException e) {
                return false;
            }
        }
        return false;
    }

    /** A submodule may not have been checked out. */
    private boolean isInSubmodule(String path) {
        List<String> all = submodules;
        if (all == null) {
            all = text(".gitmodules")
                    .map(text -> text.lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith("path"))
                            .map(line -> line.substring(line.indexOf('=') + 1).strip())
                            .toList())
                    .orElse(List.of());
            submodules = all;
        }
        for (String submodule : all) {
            if (path.startsWith(submodule + "/")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a path exists here or below some directory, since texts name files from where they are at home.
     *
     * @param isRooted whether the path counts only if its first directory exists
     */
    public Presence anywhere(String path, boolean isRooted) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Presence here = at(plain);
        if (here != Presence.MISSING) {
            return here;
        }
        ProjectTree names = tree();
        if (names.hasEnding(plain)) {
            return Presence.PRESENT;
        }
        String first = plain.substring(0, Math.max(0, plain.indexOf('/')));
        boolean isNamed = !first.isEmpty() && root.getNameCount() > 0 && first.equals(FileName.last(root));
        if (isNamed && at(plain.substring(first.length() + 1)) != Presence.MISSING) {
            return Presence.PRESENT;
        }
        boolean isFirstHere = !first.isEmpty() && at(first) == Presence.PRESENT;
        if (isRooted && !isFirstHere || !names.isComplete() && !isFirstHere || names.isClosed(plain)) {
            return Presence.UNKNOWN;
        }
        return Presence.MISSING;
    }

    /** Returns whether the repository has a file of one of these names anywhere. */
    public boolean hasAny(List<String> names) {
        for (String name : names) {
            if (!tree().named(name).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it certainly has no file of these names. */
    public boolean hasNone(List<String> names) {
        return !hasAny(names) && tree().isComplete();
    }

    /** Returns the path to which a missing file probably moved. */
    public Optional<String> movedTo(String path) {
        return tree().movedTo(path);
    }

    /** Returns the text of a small file; empty if it does not exist or cannot be read. */
    Optional<String> text(String path) {
        return texts.computeIfAbsent(path, this::read);
    }

    private Optional<String> read(String path) {
        try {
            byte[] content = SmallFile.read(disk, PathWithin.of(disk, root, path), LARGEST_MANIFEST);
            return Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the path of a name in a directory. */
    static String in(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
