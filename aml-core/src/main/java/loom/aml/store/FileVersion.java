package loom.aml.store;

import java.time.Instant;
import loom.aml.io.FileState;
import org.jspecify.annotations.Nullable;

/** The version of a file, told by its state. */
public record FileVersion(FileState state) implements Version {

    /**
     * The state of the file that a version is of.
     *
     * @throws IllegalArgumentException if it is a version of something else than a file
     */
    public static FileState stateOf(Version version) {
        if (version instanceof FileVersion file) {
            return file.state;
        }
        if (version.isMissing()) {
            return FileState.MISSING;
        }
        throw new IllegalArgumentException("not a version of a file: " + version);
    }

    @Override
    public boolean isMissing() {
        return state.isMissing();
    }

    @Override
    public long bytes() {
        return state.size();
    }

    @Override
    public Instant modified() {
        return state.modified();
    }

    @Override
    public String text() {
        return state.isMissing() ? "" : state.versionText();
    }

    @Override
    public boolean isRacy(Instant lookedAt) {
        return state.isRacy(lookedAt);
    }

    // Written out, since linking them at run time shows in the start time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileVersion version && state.equals(version.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }
}
