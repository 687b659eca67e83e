package loom.aml.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileOwner;
import loom.aml.io.SmallFile;

/**
 * A configuration file, with the reason why it must not run commands or send data, if any. A project's file comes with
 * the project and may have been written by a stranger. Like git and direnv, aml ignores its guarded settings until the
 * user approves it.
 *
 * @param named the path as the user specified it
 * @param file the real path
 * @param doubt why guarded settings in the file are ignored; empty if they are used
 * @param isForeign whether the file belongs to an unrelated user, so that it is ignored completely
 */
public record ConfigurationFile(Path named, Path file, byte[] content, String doubt, boolean isForeign) {
    /** Larger files are not written by hand. */
    private static final long LARGEST = 4_000_000;

    /** The origin of a file. */
    public enum Kind {
        /** In the user's configuration directory. */
        USER,
        /** Specified by an option or by an absolute path in the environment. */
        NAMED,
        /** Found beside the store. */
        PROJECT
    }

    /**
     * The user on whose behalf the file is read.
     *
     * @param user the number of the user who started aml
     * @param storeOwner the number of the store's owner, who may change settings that are not guarded; -1 without a store
     * @param actsForOwner whether root works with the rights of that owner
     */
    public record Reader(Disk disk, int user, int storeOwner, boolean actsForOwner, Approvals approvals) {
        boolean isFor(int owner) {
            return owner == FileOwner.ROOT || owner == user;
        }
    }

    /** Returns a fully trusted file of the user. */
    public static ConfigurationFile own(Path file, byte[] content) {
        return new ConfigurationFile(file, file, content, "", false);
    }

    /** Reads a file; empty if it does not exist. */
    public static Optional<ConfigurationFile> read(Path path, Kind kind, Reader reader) throws IOException {
        Disk disk = reader.disk;
        if (disk.state(path).isMissing()) {
            return Optional.empty();
        }
        Path real = disk.realPath(path);
        FileOwner owner = disk.owner(real);
        boolean isForeign = !reader.isFor(owner.user()) && owner.user() != reader.storeOwner && kind != Kind.NAMED;
        if (isForeign) {
            String doubt =
                    "it belongs to user " + owner.user() + "; make a copy that you own with 'cp', or change its owner";
            return Optional.of(new ConfigurationFile(path, real, new byte[0], doubt, true));
        }
        byte[] content = SmallFile.read(disk, real, LARGEST);
        return Optional.of(
                new ConfigurationFile(path, real, content, doubt(path, real, content, kind, owner, reader), false));
    }

    private static String doubt(Path path, Path real, byte[] content, Kind kind, FileOwner owner, Reader reader)
            throws IOException {
        Optional<String> risk = risk(path, owner, reader);
        if (risk.isEmpty() && kind == Kind.USER) {
            risk = riskOfFolders(path, reader);
        }
        if (risk.isPresent() || kind != Kind.PROJECT || reader.approvals.isApproved(real, content, reader.user)) {
            return risk.orElse("");
        }
        return "it is not approved to run commands or send data; review it, then run 'aml trust " + path + "'";
    }

    /**
     * Returns why another user could control the user's own file. A user who can write to its folder or to the parent
     * of the folder can place a link there to any file, such as one in a project.
     */
    private static Optional<String> riskOfFolders(Path path, Reader reader) throws IOException {
        Path folder = path.getParent();
        for (int level = 0; level < 2 && folder != null; level++, folder = folder.getParent()) {
            FileOwner owner = reader.disk.owner(reader.disk.realPath(folder));
            if (!reader.isFor(owner.user())) {
                return Optional.of("its folder belongs to user " + owner.user() + ": " + folder);
            }
            if (owner.letsOthersReplaceEntries()) {
                return Optional.of("other users can write to its folder; run 'chmod go-w " + folder + "'");
            }
        }
        return Optional.empty();
    }

    /** Returns why a file cannot be approved; empty if it can. */
    public static Optional<String> risk(Path path, FileOwner owner, Reader reader) {
        if (reader.actsForOwner) {
            return owner.user() == FileOwner.ROOT && !owner.isOpenToOthers()
                    ? Optional.empty()
                    : Optional.of("root accepts commands and addresses only from its own files; set them in root's"
                            + " ~/.config/aml/aml.toml");
        }
        if (!reader.isFor(owner.user())) {
            return Optional.of("it belongs to user " + owner.user() + "; set them in your own ~/.config/aml/aml.toml");
        }
        if (owner.isOpenToOthers()) {
            return Optional.of("other users can write to it; run 'chmod go-w " + path + "'");
        }
        return Optional.empty();
    }
}
