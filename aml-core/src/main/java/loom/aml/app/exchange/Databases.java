package loom.aml.app.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
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
    private static final String FOLDER = "optional";

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
        try {
            List<URL> files = jars(disk);
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

    /** Returns the files in the folder beside the jar of this class. */
    private static List<URL> jars(Disk disk) throws IOException {
        CodeSource source = Databases.class.getProtectionDomain().getCodeSource();
        List<URL> files = new ArrayList<>();
        try {
            Path folder = source == null
                    ? Path.of(FOLDER)
                    : Path.of(source.getLocation().toURI()).resolveSibling(FOLDER);
            if (source != null && disk.state(folder).isDirectory()) {
                for (String name : disk.names(folder)) {
                    if (name.endsWith(".jar")) {
                        files.add(folder.resolve(name).toUri().toURL());
                    }
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException(MISSING, e);
        }
        return files;
    }
}
