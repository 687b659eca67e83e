package loom.aml.store;

import java.util.List;
import java.util.stream.Stream;
import loom.aml.io.Access;

/**
 * The changes of one plan to a store: at most one change per file. As an exception, a removal of items may be followed
 * by a transformation of the remaining items, unless the set is atomic.
 *
 * @param isWhole whether the set is atomic: either all changes are made or none; if not, the changes are independent
 * @param folders directories to create first if they are missing, parents before children
 */
public record ChangeSet(List<StoreChange> changes, boolean isWhole, List<Folder> folders) {

    /**
     * A directory that must exist.
     *
     * @param path the path within the store
     * @param access its owner and permissions
     */
    public record Folder(String path, Access access) {}

    public static final ChangeSet NONE = new ChangeSet(List.of());

    public ChangeSet {
        changes = List.copyOf(changes);
        folders = List.copyOf(folders);
    }

    public ChangeSet(List<StoreChange> changes, boolean isWhole) {
        this(changes, isWhole, List.of());
    }

    /** Creates a set of independent changes. */
    public ChangeSet(List<StoreChange> changes) {
        this(changes, false);
    }

    /** Returns the same changes as an atomic set: after a crash in the middle, the next open completes it. */
    public ChangeSet asWhole() {
        return new ChangeSet(changes, true, folders);
    }

    /** Returns a set of other changes that is atomic if this set is. */
    public ChangeSet with(List<StoreChange> others) {
        return new ChangeSet(others, isWhole, folders);
    }

    /** Returns the same changes with directories to create first. */
    public ChangeSet in(List<Folder> made) {
        return new ChangeSet(changes, isWhole, made);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && folders.isEmpty();
    }

    /** Returns the removals of all items. */
    public Stream<Removal> removals() {
        return changes.stream()
                .flatMap(change ->
                        change instanceof CollectionChange ofItems ? ofItems.removals().stream() : Stream.empty());
    }

    /** Returns the number of items that are removed from the store without an identical copy that remains. */
    public long forgotten() {
        return removed() - removals().filter(Removal::isOfACopy).count();
    }

    /** Returns the number of items that are removed from the store. */
    public long removed() {
        return removals().count()
                + changes.stream()
                        .mapToLong(change -> FileChange.Difference.of(change).removed())
                        .sum();
    }
}
