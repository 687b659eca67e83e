package loom.aml.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.Disk;
import loom.aml.io.FileOwner;
import loom.aml.io.posix.Account;
import loom.aml.store.file.StoreOwner;
import org.jspecify.annotations.Nullable;

/**
 * The user whose rights this process uses. Root becomes the owner of the store before it opens anything in it, because
 * the owner could replace a directory by a link that root would follow. Only a separate process may change its user.
 */
final class Rights {
    private final Disk disk;
    private boolean isOwnProcess;
    private @Nullable Path settled;
    private @Nullable Path place;
    private @Nullable Account account;
    private @Nullable IOException refusal;
    private @Nullable Integer starter;

    /** Keeps the rights of the process; see {@link #inProcessOfItsOwn}. */
    Rights(Disk disk) {
        this.disk = disk;
    }

    /** Declares that the process runs only this command, so root may become another user. */
    void inProcessOfItsOwn() {
        isOwnProcess = true;
    }

    /** Called as root, immediately before the process changes its user. */
    interface BeforeChange {
        void run() throws IOException;
    }

    /**
     * Sets the user with whose rights a store is accessed.
     *
     * @return the path to use: the resolved path if it was checked, because the given one may have been redirected
     * since
     * @throws IOException if root must not work there; later calls fail, too
     */
    synchronized Path settle(Path store, BeforeChange before) throws IOException {
        if (!isOwnProcess || account != null) {
            return store.equals(settled) && place != null ? place : store;
        }
        if (refusal != null) {
            throw refusal;
        }
        if (store.equals(settled) && place != null) {
            return place;
        }
        if (disk.user() != FileOwner.ROOT) {
            settled = store;
            place = store;
            return store;
        }
        try {
            StoreOwner owner = StoreOwner.of(disk, store);
            if (!owner.isRoot()) {
                before.run();
                become(owner, store);
            }
            settled = store;
            place = owner.place();
            return owner.place();
        } catch (IOException e) {
            refusal = e;
            throw e;
        }
    }

    private void become(StoreOwner owner, Path store) throws IOException {
        String user = "#" + owner.user();
        Account of;
        try {
            of = Account.of(owner.user(), owner.group());
            user = of.named().orElse(user);
            of.become();
        } catch (IOException e) {
            throw new FileSystemException(
                    store.toString(),
                    null,
                    "belongs to user " + owner.user() + ", and aml could not change to that user ("
                            + e.getMessage() + "); run 'sudo -u " + user + " aml " + ShellWord.of(store.toString())
                            + " ...' instead");
        }
        account = of;
        for (String property : new String[] {"java.class.path", "java.home"}) {
            Path installed = Path.of(System.getProperty(property, "/").split(":", 2)[0]);
            if (!Files.isReadable(installed)) {
                throw new FileSystemException(
                        installed.toString(),
                        null,
                        "user " + owner.user() + ", who owns the store, cannot read the installation of aml; install it"
                                + " where every user can read it");
            }
        }
    }

    /** Returns the number of the user who started this process. */
    int startedBy() throws IOException {
        Integer known = starter;
        if (known == null) {
            known = account == null ? disk.user() : FileOwner.ROOT;
            starter = known;
        }
        return known;
    }

    /** The user that root changed to; null if unchanged. */
    @Nullable
    Account account() {
        return account;
    }
}
