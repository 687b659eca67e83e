package loom.aml.app;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import loom.aml.io.Disk;

/**
 * Loads parts of aml that few commands need. They are in modules of their own with large libraries, so they are not on the class path:
 * their files are in {@code lib/optional} of the installation, and are opened when a part is used.
 */
public final class OptionalParts {
    private static final String FOLDER = "optional";

    /** The parts that were loaded. Loading one again would open its files again, and they stay open as long as the process. */
    private static final ConcurrentMap<Class<?>, Object> LOADED = new ConcurrentHashMap<>();

    private OptionalParts() {}

    /**
     * Returns the implementation of a service; the same one each time, so it must be thread-safe.
     *
     * @param purpose the purpose of the part, which completes "this installation cannot"
     * @throws IOException if it is not installed
     */
    public static <S> S load(Class<S> service, String purpose, Disk disk) throws IOException {
        Object known = LOADED.get(service);
        if (known == null) {
            S found = find(service, purpose, disk);
            Object earlier = LOADED.putIfAbsent(service, found);
            known = earlier == null ? found : earlier;
        }
        return service.cast(known);
    }

    private static <S> S find(Class<S> service, String purpose, Disk disk) throws IOException {
        Optional<S> present = ServiceLoader.load(service).findFirst();
        if (present.isPresent()) {
            return present.get();
        }
        IOException missing = new IOException(
                "this installation cannot " + purpose + ": the files of lib/optional are missing; install aml again");
        List<URL> files = jars(disk, missing);
        if (files.isEmpty()) {
            throw missing;
        }
        // Never closed: a part loads classes while it is used.
        ClassLoader loader = new URLClassLoader("aml-optional", files.toArray(URL[]::new), service.getClassLoader());
        return ServiceLoader.load(service, loader).findFirst().orElseThrow(() -> missing);
    }

    /** Returns the files in the folder beside the jar of this class. */
    private static List<URL> jars(Disk disk, IOException missing) throws IOException {
        CodeSource source = OptionalParts.class.getProtectionDomain().getCodeSource();
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
            throw missing;
        }
        return files;
    }
}
