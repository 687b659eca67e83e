package loom.aml.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that one plan does to a store: at most one change a file, except that a removal of items may be followed by a
 * transformation of those that stay if the set is not made as a whole.
 *
 * @param isWhole whether the changes are made all together or not at all; if not, each is independent of the others
 */
public record ChangeSet(List<FileChange> changes, boolean isWhole) {

    public static final ChangeSet NONE = new ChangeSet(List.of());

    public ChangeSet {
        changes = List.copyOf(changes);
    }

    /** Changes that are independent of each other. */
    public ChangeSet(List<FileChange> changes) {
        this(changes, false);
    }

    /** The same changes, to be made all together or not at all: a crash in their midst is finished by the next open. */
    public ChangeSet asWhole() {
        return new ChangeSet(changes, true);
    }

    /** A set of other changes, made together if these are. */
    public ChangeSet with(List<FileChange> others) {
        return new ChangeSet(others, isWhole);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** All items that leave. */
    public Stream<Removal> removals() {
        return changes.stream()
                .flatMap(change ->
                        change instanceof FileChange.Rewrite rewrite ? rewrite.removals().stream() : Stream.empty());
    }

    /** How many items leave the store, to an archive or because a snapshot does not hold them. */
    public long removed() {
        return removals().count()
                + changes.stream()
                        .mapToLong(change -> change instanceof FileChange.Restore restore
                                ? restore.difference().removed()
                                : 0)
                        .sum();
    }
}
