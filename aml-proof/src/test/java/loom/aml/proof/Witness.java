package loom.aml.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Verifier;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotText;
import loom.aml.io.DamagedException;
import loom.aml.io.FileName;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the content of a store and of the files beside it. It reads collections with Jackson and the JDK's gzip, so
 * that it detects mistakes of the product's own reader; only snapshots are read by the product.
 */
public final class Witness {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int GZIP = 0x1f;

    private final Path store;
    private final Path beside;

    public Witness(Path store) {
        this.store = store;
        this.beside = store.resolveSibling(store.getFileName() + "-backup").resolve("aml");
    }

    /**
     * Returns the text of every file in the store, without the files of aml, by path; the raw bytes if it is not text.
     */
    public SortedMap<String, String> texts() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Path file : filesIn(store)) {
            String path = FileName.text(store.relativize(file));
            if (!path.startsWith(".aml-") && !path.startsWith("monitoring")) {
                texts.put(path, text(Files.readAllBytes(file)));
            }
        }
        return texts;
    }

    /** Returns the collections that are not complete JSON. */
    public Set<String> unsound() throws IOException {
        Set<String> unsound = new HashSet<>();
        texts().forEach((path, text) -> {
            if (path.endsWith(".json") && !isWhole(text)) {
                unsound.add(path);
            }
        });
        return unsound;
    }

    /** Returns each item in the store as written, or the whole content of an invalid collection. */
    public Set<String> memories() throws IOException {
        Set<String> memories = new HashSet<>();
        texts().forEach((path, text) -> {
            if (isCollection(path)) {
                memories.addAll(itemsOf(text).orElse(List.of(text)));
            }
        });
        return memories;
    }

    /** Returns each item in an archive as it was written. */
    public Set<String> archived() throws IOException {
        Set<String> archived = new HashSet<>();
        for (Path file : filesIn(beside.resolve("archives"))) {
            String name = file.toString();
            if (name.endsWith(".original")) {
                String text = text(Files.readAllBytes(file));
                archived.addAll(itemsOf(text).orElse(List.of(text)));
            } else if (name.endsWith(".gz")) {
                for (String line : text(Files.readAllBytes(file)).lines().toList()) {
                    itemIn(line).ifPresent(archived::add);
                }
            }
        }
        return archived;
    }

    /** Returns the item in a line of an archive; empty if the archive is damaged. */
    private static Optional<String> itemIn(String line) {
        try {
            return JsonObject.parse(line).string("item");
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** The content of snapshots, and whether they are intact. */
    public record Copies(Set<String> memories, List<String> ids, List<String> faults) {}

    /** Verifies every file of every snapshot and reads its items. */
    public Copies copies() throws IOException {
        Set<String> memories = new HashSet<>();
        List<String> ids = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        StorePaths place = StorePaths.of(new LocalDisk(), store, StoreOptions.DEFAULT);
        try (Backup backup = Backup.of(place, new SplittableRandom(1))) {
            Snapshots snapshots = new Snapshots(backup.repository());
            List<Manifest> manifests = snapshots.list();
            snapshots.findings().forEach(finding -> faults.add(finding.toString()));
            add(new Verifier(backup.repository(), 1).verifyAll().findings(), faults);
            for (Manifest manifest : manifests) {
                ids.add(manifest.id());
                add(new Verifier(backup.repository(), 1).verify(manifest).findings(), faults);
                for (FileEntry file : manifest.files()) {
                    if (isCollection(file.path())) {
                        try (SnapshotText in = SnapshotText.of(backup.repository(), manifest, file)) {
                            String text = text(in.stream().readAllBytes());
                            memories.addAll(itemsOf(text).orElse(List.of(text)));
                        } catch (DamagedException e) {
                            faults.add(manifest.id() + ": " + file.path() + ": " + e.what());
                        }
                    }
                }
            }
        }
        return new Copies(memories, ids, faults);
    }

    private static void add(List<Finding> findings, List<String> faults) {
        findings.forEach(finding -> faults.add(finding.toString()));
    }

    /** Returns the current locks of collections. */
    public List<String> locks() throws IOException {
        List<String> locks = new ArrayList<>();
        try (DirectoryStream<Path> agents = Files.newDirectoryStream(store, Files::isDirectory)) {
            for (Path agent : agents) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(agent, "*.lock")) {
                    found.forEach(lock -> locks.add(store.relativize(lock).toString()));
                } catch (NoSuchFileException e) {
                    // Another program removed the agent.
                }
            }
        }
        return locks;
    }

    /** Temporary files, which must not remain after a run. */
    public List<String> leftovers() throws IOException {
        return filesIn(store).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith(".aml-") && !name.equals(".aml-lock"))
                .toList();
    }

    private static boolean isCollection(String path) {
        return path.indexOf('/') > 0 && path.matches("(?s)[^/]+/(patterns|solutions|decisions)\\.json(\\.gz)?");
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String text(byte[] bytes) throws IOException {
        byte[] plain = bytes;
        if (bytes.length > 1 && bytes[0] == GZIP) {
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                plain = gzip.readAllBytes();
            } catch (IOException e) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(plain, StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean isWhole(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                // Checks only that it can be read completely.
            }
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Returns the elements of an array as written; empty if the text is not an array. */
    static Optional<List<String>> itemsOf(String text) {
        List<String> items = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                items.add(text.substring(from, (int) parser.currentLocation().getCharOffset()));
            }
            return parser.nextToken() == null ? Optional.of(items) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
