package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.config.Configuration;
import loom.aml.config.ConfigurationFile;
import loom.aml.config.GeneralSettings;
import loom.aml.config.Policies;
import loom.aml.config.Setting;
import loom.aml.io.Disk;
import loom.aml.store.NoStoreException;
import org.jspecify.annotations.Nullable;

/** The configuration for the store of the command. It is read once, on first use. */
public final class SessionConfiguration {
    private final Disk disk;
    private final Environment environment;
    private final StoreLocation location;
    private final Configurations configurations;
    private final Messages messages;
    private @Nullable Configuration configuration;

    SessionConfiguration(
            Disk disk,
            Environment environment,
            StoreLocation location,
            Configurations configurations,
            Messages messages) {
        this.disk = disk;
        this.environment = environment;
        this.location = location;
        this.configurations = configurations;
        this.messages = messages;
    }

    /** Discards the settings that were read for another store. */
    void forget() {
        configuration = null;
    }

    /** Returns the policies that the settings describe. */
    public Policies policies() throws IOException {
        return new Policies(read());
    }

    /** Returns the value of a setting. */
    public <T> T get(Setting<T> setting) throws IOException {
        return read().get(setting);
    }

    /** Returns the settings. The first call applies the message settings and warns about ignored ones. */
    public Configuration read() throws IOException {
        Configuration read = configuration;
        if (read == null) {
            Path path = path();
            read = configurations.read(path, storeOwner());
            configuration = read;
            if (read.get(GeneralSettings.LOG_FORMAT).equals("json")) {
                messages.logAsJson();
            }
            if (read.get(GeneralSettings.LOG_VERBOSE)) {
                messages.logEverything();
            }
            messages.verbose("configuration: " + read.file().map(Path::toString).orElse("no file, " + path));
            for (String warning : Configurations.warnings(read)) {
                messages.warn(warning);
            }
        }
        return read;
    }

    /** Returns the user who reads the configuration, and the approved files. */
    public ConfigurationFile.Reader reader() throws IOException {
        return configurations.reader(storeOwner());
    }

    /** Returns the folders with projects that the settings name. */
    public List<Path> roots() throws IOException {
        List<Path> roots = new ArrayList<>();
        for (String root : get(GeneralSettings.STORES_ROOTS).split(":", -1)) {
            if (!root.isBlank()) {
                roots.add(environment.resolve(environment.expanded(root.strip())));
            }
        }
        return roots;
    }

    private int storeOwner() throws IOException {
        try {
            Path store = location.path();
            return disk.state(store).isMissing()
                    ? -1
                    : disk.owner(disk.realPath(store)).user();
        } catch (NoStoreException e) {
            return -1;
        }
    }

    /** Returns the path of the file: from an option or a variable, or in the directory of the store. */
    public Path path() throws IOException {
        Optional<String> named = configurations.named();
        if (named.isPresent()) {
            return environment.resolve(named.get());
        }
        Path store;
        try {
            store = location.path();
        } catch (NoStoreException e) {
            return environment.workingDirectory().resolve(".loom").resolve(Configuration.FILE_NAME);
        }
        // A store has one configuration, whichever path leads to it.
        Path real = disk.state(store).isMissing() ? store : disk.realPath(store);
        return real.resolveSibling(Configuration.FILE_NAME);
    }
}
