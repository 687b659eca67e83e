package loom.aml.app;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.store.loom.NewStore;

/** Creates an empty store. */
public final class CreateStore {
    private final Disk disk;

    public CreateStore(Disk disk) {
        this.disk = disk;
    }

    /**
     * The request.
     *
     * @param path the location of the new store
     */
    public record Request(Path path) {}

    /**
     * The created store.
     *
     * @param store its location
     */
    public record Result(String store) {
        public JsonObject toJson() {
            return JsonObject.builder().put("store", store).build();
        }
    }

    public Result run(Request request) throws IOException {
        return new Result(FileName.text(NewStore.create(disk, request.path())));
    }
}
