package loom.aml.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.config.Approvals;
import loom.aml.config.Configuration;
import loom.aml.config.ConfigurationFile;
import loom.aml.config.ConfigurationFile.Kind;
import loom.aml.config.ConfigurationFile.Reader;
import loom.aml.io.Disk;
import loom.aml.store.file.StoreOwner;

/** The configuration files of one invocation: the user's own, and the one of the project or the one that was named. */
final class Configurations {
    private final Disk disk;
    private final Map<String, String> environment;
    private final int user;
    private final List<ConfigurationFile> readAsRoot = new ArrayList<>();
    private boolean actsForOwner;

    /**
     * @param environment the variables of the user who started aml
     * @param user the number of that user
     */
    Configurations(Disk disk, Map<String, String> environment, int user) {
        this.disk = disk;
        this.environment = environment;
        this.user = user;
    }

    /** Reads what root set, before root becomes the owner of the store; only files that nobody else can have put there. */
    void readAsRoot(Optional<Path> named) throws IOException {
        actsForOwner = true;
        Optional<Path> own = own();
        if (own.isPresent() && StoreOwner.isOfRootAlone(disk, own.get())) {
            ConfigurationFile.read(own.get(), Kind.USER, reader(-1)).ifPresent(readAsRoot::add);
        }
        if (named.isPresent() && StoreOwner.isOfRootAlone(disk, named.get())) {
            ConfigurationFile.read(named.get(), Kind.NAMED, reader(-1)).ifPresent(readAsRoot::add);
        }
    }

    private Optional<Path> own() {
        return new UserFolders(environment).configuration(Configuration.FILE_NAME);
    }

    /**
     * Reads the configuration.
     *
     * @param path the file of the project, or the one that was named
     * @param kind which of the two it is
     * @param mustExist whether somebody asked for this very file
     * @param storeOwner the number of the store's owner; -1 if there is no store
     */
    Configuration read(Path path, Kind kind, boolean mustExist, int storeOwner) throws IOException {
        List<ConfigurationFile> files = new ArrayList<>(readAsRoot);
        if (!actsForOwner) {
            Optional<Path> own = own();
            if (own.isPresent()) {
                ConfigurationFile.read(own.get(), Kind.USER, reader(storeOwner)).ifPresent(files::add);
            }
        }
        if (files.stream().noneMatch(file -> file.named().equals(path))) {
            Optional<ConfigurationFile> file = ConfigurationFile.read(path, kind, reader(storeOwner));
            if (file.isEmpty() && mustExist) {
                throw new NoSuchFileException(path.toString());
            }
            file.ifPresent(files::add);
        }
        return Configuration.read(files, environment);
    }

    Reader reader(int storeOwner) {
        return new Reader(disk, user, storeOwner, actsForOwner, approvals());
    }

    Approvals approvals() {
        return new Approvals(disk, actsForOwner ? Optional.empty() : new UserFolders(environment).approvals());
    }

    /** What to tell of settings that do not count, a line for each file. */
    static List<String> warnings(Configuration read) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Configuration.Ignored ignored : read.ignored()) {
            String what = ignored.setting().isEmpty() ? "" : ignored.setting();
            settings.merge(ignored.file() + ": " + "%s" + ignored.why(), what, (one, other) -> one + ", " + other);
        }
        List<String> lines = new ArrayList<>();
        settings.forEach((line, names) ->
                lines.add(line.replace("%s", names.isEmpty() ? "is ignored: " : names + " ignored: ")));
        return lines;
    }
}
