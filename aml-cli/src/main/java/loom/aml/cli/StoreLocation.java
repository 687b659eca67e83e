package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.Disk;
import loom.aml.io.FileOwner;
import loom.aml.io.FileState;
import loom.aml.io.posix.Account;
import loom.aml.store.NoStoreException;

/**
 * Finds the store that a command works on: the one that was named, or that of the project in which the command runs. Before the
 * first look into a store, root takes on the rights of its owner.
 */
public final class StoreLocation {
    private final Disk disk;
    private final Environment environment;
    private final Rights rights;
    private final Configurations configurations;
    private final Messages messages;
    private Optional<String> named = Optional.empty();

    StoreLocation(Disk disk, Environment environment, Rights rights, Configurations configurations, Messages messages) {
        this.disk = disk;
        this.environment = environment;
        this.rights = rights;
        this.configurations = configurations;
        this.messages = messages;
    }

    /** Names the store, as if the path came before the command. */
    public void name(Optional<String> path) {
        named = path;
    }

    /** Returns the path that was named before the command; empty if none was. */
    public Optional<String> namedPath() {
        return named;
    }

    /** Returns how a command on the same store begins, quoted for a shell: with the path of the store if it was named. */
    public String prefix() {
        return named.map(path -> "aml " + ShellWord.of(path)).orElse("aml");
    }

    /**
     * Returns the path of the store.
     *
     * @throws NoStoreException if none was named and the project has none
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
                skipped = "; " + memory + " was passed over: it belongs to another user, in a directory that anybody"
                        + " can write to";
            }
        }
        throw new NoStoreException(
                start.toString(),
                "no .loom/memory here or above; name the store, 'aml PATH ...', or make one with 'aml init'" + skipped);
    }

    /** Whether anybody may have put a directory there for others to find, as in /tmp. */
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
     * Takes on the rights with which aml works on a store, before the first look into it.
     *
     * @return the path to work with
     */
    public Path settle(Path store) throws IOException {
        boolean wasSomebodyElse = rights.account() != null;
        Path place = rights.settle(store, configurations::readAsRoot);
        Account account = rights.account();
        if (account != null && !wasSomebodyElse) {
            messages.verbose("root works with the rights of user " + account.user() + ", who owns " + place);
            environment.become(account);
        }
        return place;
    }
}
