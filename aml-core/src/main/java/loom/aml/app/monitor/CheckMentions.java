package loom.aml.app.monitor;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.locate.ProjectOfStore;
import loom.aml.stale.StaleCheck;
import loom.aml.stale.StalePolicy;
import loom.aml.stale.StaleReport;
import loom.aml.stale.project.Project;
import loom.aml.store.Selection;

/** Checks what the memories of a store mention against the repository that they are about. Changes nothing. */
public final class CheckMentions {
    private final OpenStore opened;

    public CheckMentions(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param repository the folder of the repository; if empty, the store shows which it is
     */
    public record Request(Selection agents, Optional<Path> repository) {}

    /**
     * The result.
     *
     * @param store the location of the store
     */
    public record Result(String store, StaleReport report) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(report.toJson())
                    .build();
        }
    }

    /** @throws NotDirectoryException if the repository is not a directory */
    public Result run(Request request) throws IOException {
        Disk disk = opened.store().place().disk();
        Optional<Path> repository = request.repository().isPresent()
                ? Optional.of(directory(disk, request.repository().get()))
                : new ProjectOfStore(disk).of(opened.store().place().root());
        StalePolicy policy = StalePolicy.DEFAULT;
        Optional<Project> project = repository.map(root -> new Project(disk, root, policy.names()));
        return new Result(opened.location(), new StaleCheck(policy).check(opened.store(), request.agents(), project));
    }

    private static Path directory(Disk disk, Path named) throws IOException {
        Path real = disk.realPath(named);
        if (!disk.state(real).isDirectory()) {
            throw new NotDirectoryException(FileName.text(named));
        }
        return real;
    }
}
