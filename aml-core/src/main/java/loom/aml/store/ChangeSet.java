package loom.aml.store;

import java.util.List;
import java.util.stream.Stream;
import loom.aml.io.Access;

/**
 * All that one plan does to a store: at most one change a file, except that a removal of items may be followed by a
 * transformation of those that stay if the set is not made as a whole.
 *
 * @param isWhole whether the changes are made all together or not at all; if not, each is independent of the others
 * @param folders directories that are made first if they are missing, parents before their children
 */
public record ChangeSet(List<FileChange> changes, boolean isWhole, List<Folder> folders) {

    /**
     * A directory that should exist.
     *
     * @param path the path within the store
     * @param access whose it is and who may do what with it
     */
    public record Folder(String path, Access access) {}

    public static final ChangeSet NONE = new ChangeSet(List.of());

    public ChangeSet {
        changes = List.copyOf(changes);
        folders = List.copyOf(folders);
    }

    public ChangeSet(List<FileChange> changes, boolean isWhole) {
        this(changes, isWhole, List.of());
    }

    /** Changes that are independent of each other. */
    public ChangeSet(List<FileChange> changes) {
        this(changes, false);
    }

    /** The same changes, to be made all together or not at all: a crash in their midst is finished by the next open. */
    public ChangeSet asWhole() {
        return new ChangeSet(changes, true, folders);
    }

    /** A set of other changes, made together if these are. */
    public ChangeSet with(List<FileChange> others) {
        return new ChangeSet(others, isWhole, folders);
    }

    /** The same changes, made in directories that are made first. */
    public ChangeSet in(List<Folder> made) {
        return new ChangeSet(changes, isWhole, made);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && folders.isEmpty();
    }

    /** All items that leave. */
    public Stream<Removal> removals() {
        return changes.stream()
                .flatMap(change ->
                        change instanceof FileChange.Rewrite rewrite ? rewrite.removals().stream() : Stream.empty());
    }

    /** How many items leave the store, except those of which an identical copy stays. */
    public long forgotten() {
        return removed() - removals().filter(Removal::isOfACopy).count();
    }

    /** How many items leave the store. */
    public long removed() {
        return removals().count()
                + changes.stream()
                        .mapToLong(change -> FileChange.Difference.of(change).removed())
                        .sum();
    }
}
