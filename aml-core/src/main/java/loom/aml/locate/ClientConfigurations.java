package loom.aml.locate;

import java.nio.file.Path;
import java.util.List;

/** The files in which clients keep their lists of MCP servers. They need not exist. */
public interface ClientConfigurations {
    /** No configuration. */
    ClientConfigurations NONE = new ClientConfigurations() {
        @Override
        public List<Path> ofUser() {
            return List.of();
        }

        @Override
        public List<Path> ofProject(Path project) {
            return List.of();
        }
    };

    /** Returns the files of the user. */
    List<Path> ofUser();

    /** Returns the files of a project, which somebody else may have written. */
    List<Path> ofProject(Path project);
}
