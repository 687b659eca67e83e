package loom.aml.connect;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.Disk;

/** Finds the project that contains a directory. */
public final class ProjectFolder {
    private static final String[] MARKS = {".loom", ".git"};

    private ProjectFolder() {}

    /**
     * Returns the nearest directory, from this one upwards, with a {@code .loom} or {@code .git}; this one if none
     * has. A parent directory in which any user can create such a mark is not a project.
     */
    public static Path of(Disk disk, Path directory) throws IOException {
        for (Path candidate = directory; candidate != null; candidate = candidate.getParent()) {
            for (String mark : MARKS) {
                boolean isMarked = !disk.state(candidate.resolve(mark)).isMissing();
                if (isMarked
                        && (candidate.equals(directory)
                                || !disk.owner(candidate).isOpenToAll())) {
                    return candidate;
                }
            }
        }
        return directory;
    }
}
