package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Cause;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileChange;
import loom.aml.store.FileMaintenance;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.Reason;
import loom.aml.store.StoreChange;

/** Puts back lines that a session dropped, as a run of its own. */
final class LineMerge {
    private static final String OPERATION = "guard merge";
    private static final long LARGEST = 4_000_000;

    private final StoreOpener stores;
    private final Map<String, Lines> before;

    /** @param before the lines of each file before they were dropped */
    LineMerge(StoreOpener stores, Map<String, Lines> before) {
        this.stores = stores;
        this.before = before;
    }

    /**
     * Puts the lines back into files that still exist.
     *
     * @return whether all were put back
     */
    boolean run(List<Observed.Dropped> dropped) throws IOException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (Observed.Dropped one : dropped) {
            lines.computeIfAbsent(one.path(), _ -> new ArrayList<>()).add(one.line());
        }
        try (OpenStore opened = stores.forChange()) {
            FileMaintenance files = opened.store().requireFiles();
            List<StoreChange> changes = new ArrayList<>();
            for (Map.Entry<String, List<String>> file : lines.entrySet()) {
                FileState seen = files.state(file.getKey());
                if (seen.isFile() && seen.size() <= LARGEST) {
                    changes.add(change(files, seen, file.getKey(), file.getValue()));
                }
            }
            if (changes.isEmpty()) {
                return false;
            }
            Report report = new Execution(opened.store(), opened.random())
                    .execute(new Merge(new ChangeSet(changes)), Execution.Options.DEFAULT);
            return report.outcome() == Report.Outcome.DONE && changes.size() == lines.size();
        }
    }

    private StoreChange change(FileMaintenance files, FileState seen, String path, List<String> missing)
            throws IOException {
        byte[] now;
        try (FileInput in = files.open(path)) {
            now = in.readAll(Path.of(path), LARGEST);
        }
        byte[] merged = Lines.merged(now, Optional.ofNullable(before.get(path)).orElse(Lines.of(new byte[0])), missing);
        return new FileChange.Restore(
                path,
                new FileVersion(seen),
                out -> out.write(merged),
                null,
                FileChange.Difference.NONE,
                new Cause("guard", "lines that a session dropped", Reason.NOT_IN_SNAPSHOT));
    }

    private record Merge(ChangeSet changes) implements Plan {
        @Override
        public String operation() {
            return OPERATION;
        }

        @Override
        public List<Finding> findings() {
            return List.of();
        }

        @Override
        public JsonObject policy() {
            return JsonObject.builder().build();
        }
    }
}
