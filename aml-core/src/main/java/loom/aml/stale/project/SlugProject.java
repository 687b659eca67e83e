package loom.aml.stale.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;

/**
 * Finds the directory that a folder in {@code ~/.claude/projects} is named after: every character but ASCII letters and digits
 * became a dash, so several directories can have one name. Links are not followed.
 */
final class SlugProject {
    /** A name that leads through more directories is made to keep aml busy. */
    private static final int MOST_STEPS = 2_000;

    /** Claude Code cuts longer names and adds a hash. */
    private static final int LONGEST = 200;

    private final Disk disk;
    private final Path root;
    private final List<Path> found = new ArrayList<>();
    private int steps;
    private boolean isUnsure;

    SlugProject(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** Returns the directory; empty if none or more than one has the name, or if that is unknown. */
    Optional<Path> of(String slug) {
        if (slug.startsWith("-") && slug.length() <= LONGEST) {
            below(root, slug);
        }
        return found.size() == 1 && !isUnsure ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private void below(Path directory, String rest) {
        if (++steps > MOST_STEPS) {
            isUnsure = true;
            return;
        }
        for (String name : names(directory)) {
            String dashed = "-" + dashed(name);
            boolean isWhole = rest.equals(dashed);
            if (found.size() > 1 || !isWhole && !rest.startsWith(dashed + "-")) {
                continue;
            }
            Path child = FileName.resolve(directory, name);
            if (isDirectory(child)) {
                if (isWhole) {
                    found.add(child);
                } else {
                    below(child, rest.substring(dashed.length()));
                }
            }
        }
    }

    private List<String> names(Path directory) {
        try {
            return disk.names(directory);
        } catch (IOException e) {
            // A folder that cannot be listed, such as another home, is not where one's own project is.
            return List.of();
        }
    }

    private boolean isDirectory(Path path) {
        try {
            return disk.state(path).isDirectory();
        } catch (IOException e) {
            return false;
        }
    }

    private static String dashed(String name) {
        StringBuilder dashed = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isKept = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            dashed.append(isKept ? c : '-');
        }
        return dashed.toString();
    }
}
