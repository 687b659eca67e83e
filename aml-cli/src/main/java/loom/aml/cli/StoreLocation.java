package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.Disk;
import loom.aml.io.FileOwner;
import loom.aml.io.FileState;
import loom.aml.io.UserFolders;
import loom.aml.io.posix.Account;
import loom.aml.locate.MemoryFolders;
import loom.aml.store.NoStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the store of a command: the given path, or the store of the project that contains the working directory, be it
 * aml's or that of another program. Root
 * changes to the owner of the store before it accesses the store.
 */
public final class StoreLocation {
    private final Disk disk;
    private final Environment environment;
    private final Rights rights;
    private final Configurations configurations;
    private final Messages messages;
    private Optional<String> named = Optional.empty();
    private @Nullable Optional<Path> byDefault;
    private boolean isNamingOthers = true;

    StoreLocation(Disk disk, Environment environment, Rights rights, Configurations configurations, Messages messages) {
        this.disk = disk;
        this.environment = environment;
        this.rights = rights;
        this.configurations = configurations;
        this.messages = messages;
    }

    /** Sets the path of the store, as if it preceded the command. */
    public void name(Optional<String> path) {
        named = path;
    }

    /** Returns the path that was given before the command; empty if absent. */
    public Optional<String> namedPath() {
        return named;
    }

    /**
     * Returns the beginning of a command line for the same store, quoted for a shell, with the path if one was given.
     */
    public String prefix() {
        return named.map(path -> "aml " + ShellWord.of(path)).orElse("aml");
    }

    /**
     * Returns the path of the store.
     *
     * @throws NoStoreException if no path was given and the project does not have a store
     */
    public Path path() throws IOException {
        if (named.isPresent() && named.get().isEmpty()) {
            throw new UsageException("the path of the store is empty: is a variable not set?");
        }
        if (named.isPresent()) {
            return settle(environment.resolve(named.get()));
        }
        if (environment.hasNoDirectory()) {
            throw new NoStoreException(
                    ".",
                    "the current directory was removed or cannot be reached; name the store by its absolute path,"
                            + " 'aml PATH ...'");
        }
        String skipped = "";
        Path start = environment.workingDirectory();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            Path folder = directory.resolve(".loom");
            Path memory = folder.resolve("memory");
            if (disk.state(memory).isDirectory() || disk.state(memory).type() == FileState.Type.LINK) {
                if (!isPlantedIn(directory, folder)) {
                    return settle(memory);
                }
                skipped = "; " + memory + " was skipped: it belongs to another user, in a directory that anybody"
                        + " can write to";
            }
        }
        Optional<Path> kept = byDefault;
        if (kept == null) {
            kept = DefaultStore.of(folders(), start, messages, isNamingOthers);
            byDefault = kept;
        }
        if (kept.isPresent()) {
            return settle(kept.get());
        }
        throw new NoStoreException(
                start.toString(),
                "no .loom/memory here or above, and no memories of Claude Code or Serena of this project; give its path,"
                        + " 'aml PATH ...', find it with 'aml stores', or create one with 'aml init'" + skipped);
    }

    /** Returns the folders of the user in which other programs keep memories. */
    public MemoryFolders folders() throws IOException {
        return MemoryFolders.of(disk, new UserFolders(environment.variables()), rights.startedBy());
    }

    /** Returns the working directory. */
    public Path directory() {
        return environment.resolve(".").normalize();
    }

    /** Changes to the owner of the working directory, where the work is not on one store. */
    public void settleHere() throws IOException {
        isNamingOthers = false;
        settle(directory());
    }

    /** Returns whether any user can create directories there, as in /tmp. */
    private boolean isPlantedIn(Path directory, Path folder) throws IOException {
        if (!disk.owner(directory).isOpenToAll()) {
            return false;
        }
        int owner = disk.owner(folder).user();
        return owner != FileOwner.ROOT && owner != rights.startedBy();
    }

    /** Returns the path of the store, with links resolved. */
    public Path realPath() throws IOException {
        return disk.realPath(path());
    }

    /**
     * Changes to the user with whose rights aml accesses a store or a memory file, before the first access.
     *
     * @return the path to use
     */
    public Path settle(Path store) throws IOException {
        boolean wasSomebodyElse = rights.account() != null;
        Path place = rights.settle(store, configurations::readAsRoot);
        Account account = rights.account();
        if (account != null && !wasSomebodyElse) {
            messages.verbose("root uses the rights of user " + account.user() + ", who owns " + place);
            environment.become(account);
        }
        return place;
    }
}
