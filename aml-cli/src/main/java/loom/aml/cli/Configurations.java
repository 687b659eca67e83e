package loom.aml.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
import loom.aml.io.UserFolders;
import loom.aml.store.file.StoreOwner;

/** The configuration files of one invocation: that of the user, and that of the project or of an option. */
final class Configurations {
    private final Disk disk;
    private final Environment environment;
    private final Map<String, String> variables;
    private final Rights rights;
    private final List<ConfigurationFile> readAsRoot = new ArrayList<>();
    private Optional<String> option = Optional.empty();
    private boolean actsForOwner;

    /** Created before root changes to another user, so the variables are those of the user who started aml. */
    Configurations(Disk disk, Environment environment, Rights rights) {
        this.disk = disk;
        this.environment = environment;
        this.variables = environment.variables();
        this.rights = rights;
    }

    /** Sets the file that was given as an option. */
    void name(Optional<String> file) {
        option = file;
    }

    /** Returns the file that the option or the variable names; empty if the file of the project applies. */
    Optional<String> named() {
        return option.isPresent() ? option : environment.variable("LOOM_AML_CONFIG");
    }

    /** A relative path in a variable means a different file in each directory, so the user did not choose that file. */
    private boolean isChosen() {
        return option.isPresent() || named().map(file -> file.startsWith("/")).orElse(false);
    }

    /**
     * Reads the settings of root before root becomes the owner of the store, from files that only root can have
     * written.
     */
    void readAsRoot() throws IOException {
        Optional<Path> named = isChosen() ? named().map(environment::resolve) : Optional.empty();
        actsForOwner = true;
        Optional<Path> own = own();
        if (own.isPresent() && StoreOwner.isOfRootAlone(disk, own.get())) {
            ConfigurationFile.read(own.get(), Kind.USER, reader(-1)).ifPresent(readAsRoot::add);
        }
        if (named.isPresent() && StoreOwner.isOfRootAlone(disk, named.get())) {
            ConfigurationFile.read(named.get(), Kind.NAMED, reader(-1)).ifPresent(readAsRoot::add);
        }
    }

    private Optional<Path> own() throws IOException {
        return within(new UserFolders(variables)
                .configuration()
                .map(folder -> folder.resolve("aml").resolve(Configuration.FILE_NAME)));
    }

    /**
     * Returns a file in the user's home; empty if the user may not enter the folders above it. HOME then belongs to
     * another user, as with {@code setpriv}, some schedulers and containers, and the user does not have a configuration.
     */
    private Optional<Path> within(Optional<Path> inHome) throws IOException {
        try {
            if (inHome.isPresent()) {
                disk.state(inHome.get());
            }
            return inHome;
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the configuration.
     *
     * @param path the file of the project, or the one given as an option, which must exist
     * @param storeOwner the user id of the store's owner; -1 if the store does not exist
     */
    Configuration read(Path path, int storeOwner) throws IOException {
        List<ConfigurationFile> files = new ArrayList<>(readAsRoot);
        if (!actsForOwner) {
            Optional<Path> own = own();
            if (own.isPresent()) {
                ConfigurationFile.read(own.get(), Kind.USER, reader(storeOwner)).ifPresent(files::add);
            }
        }
        if (files.stream().noneMatch(file -> file.named().equals(path))) {
            Optional<ConfigurationFile> file =
                    ConfigurationFile.read(path, isChosen() ? Kind.NAMED : Kind.PROJECT, reader(storeOwner));
            if (file.isEmpty() && named().isPresent()) {
                throw new NoSuchFileException(path.toString());
            }
            file.ifPresent(files::add);
        }
        return Configuration.read(files, variables);
    }

    Reader reader(int storeOwner) throws IOException {
        return new Reader(disk, rights.startedBy(), storeOwner, actsForOwner, approvals());
    }

    Approvals approvals() throws IOException {
        Optional<Path> folder = new UserFolders(variables)
                .state()
                .map(state -> state.resolve("aml").resolve("trusted"));
        return new Approvals(disk, actsForOwner ? Optional.empty() : within(folder));
    }

    /** Returns the warnings about ignored settings, one line for each file. */
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
