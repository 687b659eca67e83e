package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.FileName;
import loom.aml.locate.FoundStore;
import loom.aml.locate.MemoryFolders;
import loom.aml.locate.ProjectMemories;

/**
 * The store of a project without {@code .loom/memory}: the memories that another program keeps of the project. A
 * separate class, which is not loaded if a {@code .loom/memory} exists.
 */
final class DefaultStore {
    private DefaultStore() {}

    /**
     * Finds the store.
     *
     * @param isNamingOthers whether to report the others if there are several
     */
    static Optional<Path> of(MemoryFolders folders, Path directory, Messages messages, boolean isNamingOthers)
            throws IOException {
        List<FoundStore> found = new ProjectMemories(folders).of(directory);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FoundStore first = found.getFirst();
        messages.verbose("no .loom/memory; uses the " + first.kind().title() + " at " + FileName.text(first.path()));
        if (isNamingOthers && found.size() > 1) {
            messages.note("uses the " + first.kind().title() + " of this project; for the others: "
                    + found.stream()
                            .skip(1)
                            .map(store -> "'aml " + ShellWord.of(FileName.text(store.path())) + " ...'")
                            .collect(Collectors.joining(", ")));
        }
        return Optional.of(first.path());
    }
}
