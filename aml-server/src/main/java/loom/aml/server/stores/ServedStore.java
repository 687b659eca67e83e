package loom.aml.server.stores;

import java.io.IOException;
import loom.aml.app.FrontEnd;
import loom.aml.app.backup.BackupOpener;
import loom.aml.app.host.MemoryHost;
import loom.aml.locate.FoundStore;

/**
 * A store of the host. Thread-safe.
 *
 * @param found its path and kind
 * @param opener opens it for use cases
 * @param frontEnd answers the questions of use cases: nobody can be asked
 * @param memory the use cases on items, which keep the store open between calls
 */
public record ServedStore(FoundStore found, BackupOpener opener, FrontEnd frontEnd, MemoryHost memory)
        implements AutoCloseable {

    /** Returns the id of the store in addresses. */
    public String id() {
        return found.id();
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
