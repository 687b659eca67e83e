package loom.aml.app.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import loom.aml.exchange.Database;
import loom.aml.io.Disk;

/**
 * Loads the reader of databases. It is in a module of its own with a large library, so it is not on the class path: its
 * files are in {@code lib/optional} of the installation, and are opened when a database is read.
 */
public final class Databases {
    /** The folder with the optional files; set by the launcher. */
    public static final String FOLDER = "aml.optional";

    private static final String MISSING =
            "this installation cannot read SQLite databases: the files of lib/optional are missing; install aml again";

    private Databases() {}

    /**
     * Returns the reader.
     *
     * @throws UncheckedIOException if it is not installed
     */
    public static Database.Opener loaded(Disk disk) {
        Optional<Database.Opener> present =
                ServiceLoader.load(Database.Opener.class).findFirst();
        if (present.isPresent()) {
            return present.get();
        }
        String folder = System.getProperty(FOLDER, "");
        try {
            List<URL> files = folder.isEmpty() ? List.of() : jars(disk, Path.of(folder));
            if (files.isEmpty()) {
                throw new IOException(MISSING);
            }
            // Stays open as long as the process: the reader loads classes while it is used.
            ClassLoader loader = new URLClassLoader(
                    "aml-optional", files.toArray(URL[]::new), Database.Opener.class.getClassLoader());
            return ServiceLoader.load(Database.Opener.class, loader)
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(new IOException(MISSING)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<URL> jars(Disk disk, Path folder) throws IOException {
        List<URL> files = new ArrayList<>();
        if (disk.state(folder).isDirectory()) {
            for (String name : disk.names(folder)) {
                if (name.endsWith(".jar")) {
                    files.add(folder.resolve(name).toUri().toURL());
                }
            }
        }
        return files;
    }
}
