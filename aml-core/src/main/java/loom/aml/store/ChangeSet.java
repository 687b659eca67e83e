package loom.aml.store;

import java.util.List;
import java.util.stream.Stream;

/** All that one plan does to a store: at most one change a file, each independent of the others. */
public record ChangeSet(List<FileChange> changes) {

    public static final ChangeSet NONE = new ChangeSet(List.of());

    public ChangeSet {
        changes = List.copyOf(changes);
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
}
