package loom.aml.store;

import java.time.Instant;
import loom.aml.io.FileState;
import org.jspecify.annotations.Nullable;

/** The version of a file, identified by its state. */
public record FileVersion(FileState state) implements Version {

    /**
     * Returns the state that a version wraps.
     *
     * @throws IllegalArgumentException if it is not the version of a file
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

    // Written out: linking them at run time delays the start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileVersion version && state.equals(version.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }
}
