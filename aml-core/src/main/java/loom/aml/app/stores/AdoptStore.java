package loom.aml.app.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.edit.EditPlan;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.locate.MemoryFolders;
import loom.aml.locate.StrandedStores;
import loom.aml.run.Execution;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.loom.NewStore;
import org.jspecify.annotations.Nullable;

/**
 * Merges stores that a moved project or a worktree left behind into the present store, as one run that can be undone. The
 * stores that are adopted are only read.
 */
public final class AdoptStore {
    /** The operation under which it is recorded. */
    public static final String OPERATION = "adopt";

    private final Disk disk;
    private final MemoryFolders folders;
    private final StoreOptions options;

    public AdoptStore(Disk disk, MemoryFolders folders, StoreOptions options) {
        this.disk = disk;
        this.folders = folders;
        this.options = options;
    }

    /**
     * The request.
     *
     * @param directory the working directory, whose project the stores belonged to
     * @param store the present store; empty if the project has none yet
     * @param from a store, or the former path of the project; empty to look for stores
     */
    public record Request(Path directory, Optional<Path> store, Optional<Path> from) {}

    /**
     * The result, or the preview of one.
     *
     * @param store the location of the present store
     * @param from the stores that are adopted
     * @param adopted the items that are added
     * @param same the number of items that the present store has already
     * @param report the run; empty if nothing was changed
     */
    public record Result(
            String store,
            List<String> from,
            List<AdoptedItem> adopted,
            int same,
            Optional<Report> report,
            List<Finding> findings) {
        public Result {
            from = List.copyOf(from);
            adopted = List.copyOf(adopted);
            findings = List.copyOf(findings);
        }

        /** Returns the id of the run; empty if nothing was changed. */
        public String run() {
            return report.map(Report::run).orElse("");
        }

        public boolean canBeUndone() {
            return report.filter(Report::canBeUndone).isPresent();
        }

        public Report.Outcome outcome() {
            Report.Outcome found =
                    findings.stream().anyMatch(Finding::isProblem) ? Report.Outcome.PARTIAL : Report.Outcome.DONE;
            return report.map(Report::outcome).orElse(Report.Outcome.DONE).and(found);
        }

        public JsonObject toJson(boolean isDryRun) {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", isDryRun)
                    .put("from", from)
                    .put("adopted", adopted.stream().map(AdoptedItem::toJson).toList())
                    .put("same", same)
                    .put("run", report.map(Report::run).orElse(null))
                    .put("outcome", outcome().word())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /**
     * The stores to adopt.
     *
     * @param isAmbiguous whether the user has to name one of them
     */
    public record Sources(List<Path> stores, boolean isAmbiguous) {
        public Sources {
            stores = List.copyOf(stores);
        }
    }

    /**
     * Returns the stores to adopt: those that are named, or those of worktrees, or that of a project with the same name that
     * no longer exists. Several of the last kind are ambiguous.
     */
    public Sources sources(Request request) throws IOException {
        StoreKind kind = kindOf(request);
        StrandedStores stranded = new StrandedStores(folders);
        if (request.from.isPresent()) {
            return new Sources(stranded.meant(request.from.get(), kind), false);
        }
        StrandedStores.Candidates candidates = stranded.of(request.directory, request.store, kind);
        boolean isAmbiguous = candidates.likely().size() > 1;
        List<Path> sources = new ArrayList<>();
        if (!isAmbiguous) {
            candidates.certain().forEach(found -> sources.add(found.path()));
        }
        candidates.likely().forEach(found -> sources.add(found.path()));
        return new Sources(sources, isAmbiguous);
    }

    private static StoreKind kindOf(Request request) {
        boolean isSerena = request.store
                .filter(path -> path.toString().contains(".serena"))
                .isPresent();
        return isSerena ? StoreKind.SERENA : StoreKind.CLAUDE;
    }

    /** Returns where the store of a project without one would be; empty if the user has no home. */
    public Optional<Path> expected(Request request) throws IOException {
        return new StrandedStores(folders).expected(request.directory);
    }

    /** Creates the folder in which Claude Code keeps the memory of a project. */
    public void create(Path store) throws IOException {
        NewStore.makeDirectory(disk, store);
    }

    /** Returns what {@link #run} would do with a store that would be created first. */
    public Result preview(Path expected, List<Path> sources) throws IOException {
        return preview(FileName.text(expected), adoption(null, sources), sources);
    }

    /** Returns what {@link #run} would do. */
    public Result preview(OpenStore opened, List<Path> sources) throws IOException {
        return preview(opened.location(), adoption(opened.store(), sources), sources);
    }

    private static Result preview(String store, Adoption adoption, List<Path> sources) {
        return result(store, sources, adoption, Optional.empty(), adoption.findings());
    }

    /** Adopts the stores. */
    public Result run(OpenStore opened, List<Path> sources) throws IOException {
        MemoryStore store = opened.store();
        Adoption adoption = adoption(store, sources);
        if (adoption.changes().isEmpty()) {
            return result(store.location(), sources, adoption, Optional.empty(), adoption.findings());
        }
        JsonObject details = JsonObject.builder()
                .put("from", sources.stream().map(FileName::text).toList())
                .put(RecordedRun.TITLE, adoption.adopted().size() + " items of " + FileName.text(sources.getFirst()))
                .build();
        EditPlan plan = EditPlan.of(store, OPERATION, adoption.changes(), details);
        Report report =
                new Execution(store, opened.random()).execute(plan, Execution.Options.DEFAULT.withBackup(false));
        List<Finding> findings = new ArrayList<>(adoption.findings());
        findings.addAll(report.findings());
        return result(store.location(), sources, adoption, Optional.of(report), findings);
    }

    private Adoption adoption(@Nullable MemoryStore store, List<Path> sources) throws IOException {
        if (store != null && !store.kinds().contains(ItemKind.NOTE)) {
            throw new NoStoreException(
                    store.location(),
                    "holds no notes, so it cannot adopt any; name the folder of notes, 'aml PATH adopt'");
        }
        Adoption adoption = new Adoption(store);
        for (Path source : sources) {
            try (MemoryStore from = StoreKinds.openReadOnly(disk, source, options)) {
                if (store != null && from.place().root().equals(store.place().root())) {
                    throw new IllegalArgumentException(from.location() + " is the present store; name another");
                }
                if (!from.kinds().contains(ItemKind.NOTE)) {
                    throw new NoStoreException(from.location(), "holds no notes to adopt");
                }
                adoption.add(from);
            }
        }
        return adoption;
    }

    private static Result result(
            String store, List<Path> sources, Adoption adoption, Optional<Report> report, List<Finding> findings) {
        return new Result(
                store,
                sources.stream().map(FileName::text).toList(),
                adoption.adopted(),
                adoption.same(),
                report,
                findings);
    }
}
