package loom.aml.app.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loom.aml.connect.ClientFolders;
import loom.aml.locate.ClientConfigurations;
import loom.aml.locate.MemoryFolders;

/**
 * The configurations of all clients that aml knows.
 *
 * @param ofUser those of the user
 */
public record ClientFiles(List<Path> ofUser) implements ClientConfigurations {

    /** Returns the configurations of a user. */
    public static ClientFiles of(MemoryFolders folders) throws IOException {
        return new ClientFiles(ClientFolders.of(folders.user()).ofUser(folders.disk()));
    }

    @Override
    public List<Path> ofProject(Path project) {
        return ClientFolders.ofProject(project);
    }
}
