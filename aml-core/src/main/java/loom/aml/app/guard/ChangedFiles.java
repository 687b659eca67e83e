package loom.aml.app.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changed files of a store. */
final class ChangedFiles {
    final List<String> paths = new ArrayList<>();
    final Map<String, GuardState.Content> then = new HashMap<>();
    final Map<String, GuardState.Content> now = new HashMap<>();
    final Map<String, long[]> links = new HashMap<>();

    void put(String path, GuardState.@Nullable Content old, GuardState.@Nullable Content current) {
        paths.add(path);
        if (old != null) {
            then.put(path, old);
        }
        if (current != null) {
            now.put(path, current);
        }
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }
}
