package loom.aml.backup.repository;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.json.JsonWriter;
import loom.aml.store.file.StoreTree;
import loom.aml.store.log.TimedId;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a snapshot. A manifest is published after all its data was written and read back, so a snapshot is complete
 * as soon as its manifest can be read.
 *
 * <p>Its text is one JSON object whose last member is the SHA-256 of all bytes before it, so that manual edits are detected.
 *
 * @param name its name in the repository
 * @param time when the store was read
 * @param parent the id of the snapshot that it is based on; empty for a full one
 * @param description the description given by its creator
 * @param run the run that it precedes; empty if it does not precede a run
 * @param agents the agents that it covers; empty for the whole store
 * @param folders the directories, in order
 * @param files the files, in order
 * @param segments the segments that it needs
 * @param leftOut files and directories that existed but could not be read: their absence does not mean that they did not exist
 * @param added the number of bytes added to the repository for it, without the manifest
 */
public record Manifest(
        SnapshotName name,
        Instant time,
        Optional<String> parent,
        String description,
        Optional<String> run,
        Set<String> agents,
        List<FolderEntry> folders,
        List<FileEntry> files,
        List<String> segments,
        List<String> leftOut,
        long added) {

    static final int FORMAT = 1;
    private static final String FILES = "files";
    private static final String SEAL = ",\"sha256\":\"";

    public Manifest {
        agents = new TreeSet<>(agents);
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        segments = List.copyOf(segments);
        leftOut = List.copyOf(leftOut);
    }

    public String id() {
        return name.id();
    }

    /**
     * Returns whether it was taken automatically before a run that changes the store, rather than as a backup. A snapshot
     * before a job of several runs, such as the daily maintenance, is the backup of that job.
     */
    public boolean isAutomatic() {
        return run.filter(TimedId::isOne).isPresent();
    }

    public boolean isFull() {
        return name.isFull();
    }

    /** Returns whether it covers the given agents, or the whole store if none are given. */
    public boolean covers(Set<String> wanted) {
        return agents.isEmpty() || !wanted.isEmpty() && agents.containsAll(wanted);
    }

    /** Returns whether it would contain a path of the store if a file existed there. */
    public boolean tellsOf(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        return (agents.isEmpty() || agents.contains(first))
                && leftOut.stream().noneMatch(left -> path.equals(left) || path.startsWith(left + "/"));
    }

    /** Returns the number of elements of all collections. */
    public long items() {
        return files.stream().mapToLong(file -> file.items().orElse(0)).sum();
    }

    /** Returns the size of all files. */
    public long bytes() {
        return files.stream().mapToLong(file -> file.stored().size()).sum();
    }

    public Optional<FileEntry> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /** Returns its JSON summary, without its files. */
    public JsonObject summary() {
        return head().put("items", items())
                .put("files", files.size())
                .put("bytes", bytes())
                .put("bytes_added", added)
                .build();
    }

    private JsonObject.Builder head() {
        return JsonObject.builder()
                .put("id", name.id())
                .put("sequence", name.sequence())
                .put("generation", name.generation())
                .put("kind", isFull() ? "full" : "incremental")
                .put("time", time)
                .put("parent", parent.orElse(null))
                .put("description", description)
                .put("run", run.orElse(null))
                .put("automatic", isAutomatic())
                .put("agents", agents);
    }

    /**
     * Returns its text. Files are written one by one: the JSON trees of a hundred thousand files would exceed a small heap.
     */
    byte[] toBytes() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(text, false)) {
            json.beginObject()
                    .fields(JsonObject.builder()
                            .put("format", FORMAT)
                            .putAll(head().build())
                            .put(
                                    "folders",
                                    folders.stream().map(FolderEntry::toJson).toList())
                            .build())
                    .beginList(FILES);
            files.forEach(file -> json.value(file.toJson()));
            JsonObject.Builder end = JsonObject.builder().put("segments", segments);
            if (!leftOut.isEmpty()) {
                end.put("left_out", leftOut);
            }
            json.endList().fields(end.put("added", added).build()).endObject();
        }
        byte[] whole = text.toByteArray();
        int body = whole.length - 1;
        byte[] seal = (SEAL + sumOf(whole, body) + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(whole, body + seal.length);
        System.arraycopy(seal, 0, bytes, body, seal.length);
        return bytes;
    }

    static Manifest of(SnapshotName name, byte[] bytes) throws DamagedException {
        requireSeal(bytes);
        FileEntries files = new FileEntries();
        try {
            JsonObject json = JsonObject.parse(bytes, FILES, files);
            return of(name, json, files.sound(json));
        } catch (JsonSyntaxException e) {
            throw notJson(e);
        }
    }

    private static DamagedException notJson(JsonSyntaxException e) {
        return new DamagedException(0, "the manifest is not valid JSON: " + e.getMessage());
    }

    private static void requireSeal(byte[] bytes) throws DamagedException {
        int sealed = bytes.length - SEAL.length() - Sha256.DIGITS - 2;
        String seal = sealed < 0 ? "" : new String(bytes, sealed, bytes.length - sealed, StandardCharsets.UTF_8);
        if (!seal.equals(SEAL + sumOf(bytes, sealed) + "\"}")) {
            throw new DamagedException(0, "the manifest was changed after it was written: its checksum differs");
        }
    }

    private static void requireFormat(JsonObject json) throws DamagedException {
        if (json.number("format") != FORMAT) {
            throw new DamagedException(
                    0, "the manifest has format " + json.number("format") + ", which requires a newer version of aml");
        }
    }

    /**
     * Collects the entries of files while they are parsed. Errors in them are reported only after the document was recognised
     * as a manifest.
     */
    private static final class FileEntries implements Consumer<JsonObject> {
        private final List<FileEntry> entries = new ArrayList<>();
        private final Set<String> paths = new HashSet<>();
        private @Nullable DamagedException damage;

        /** Skips internal files of aml, such as the decision of a killed run, which earlier versions included. */
        @Override
        public void accept(JsonObject file) {
            if (StoreTree.isOwn(file.string("path").orElse(""))) {
                return;
            }
            try {
                FileEntry entry = FileEntry.of(file);
                entries.add(entry);
                if (!paths.add(entry.path())) {
                    throw new DamagedException(0, "the manifest lists a file twice: " + entry.path());
                }
            } catch (DamagedException e) {
                damage = damage == null ? e : damage;
            }
        }

        List<FileEntry> sound(JsonObject json) throws DamagedException {
            requireFormat(json);
            if (damage != null) {
                throw damage;
            }
            return entries;
        }
    }

    /**
     * Parses the text of this manifest with the checks of a reader, without keeping the result.
     *
     * @throws DamagedException if it is refused or differs from this manifest
     */
    void requireReadable(byte[] bytes) throws DamagedException {
        requireSeal(bytes);
        ReadBack back = new ReadBack(files.iterator());
        JsonObject json;
        try {
            json = JsonObject.parse(bytes, FILES, back);
        } catch (JsonSyntaxException e) {
            throw notJson(e);
        }
        if (back.damage != null) {
            throw back.damage;
        }
        Manifest head = of(name, json, List.of());
        if (back.left.hasNext() || !head.folders.equals(folders) || !head.segments.equals(segments)) {
            throw new DamagedException(0, "the manifest differs from what was written");
        }
    }

    /** Compares the entries of files with those that were written, while they are parsed. */
    private static final class ReadBack implements Consumer<JsonObject> {
        private final Iterator<FileEntry> left;
        private @Nullable DamagedException damage;

        ReadBack(Iterator<FileEntry> written) {
            this.left = written;
        }

        @Override
        public void accept(JsonObject file) {
            try {
                FileEntry entry = FileEntry.of(file);
                if (!left.hasNext() || StoreTree.isOwn(entry.path()) || !entry.isSameAs(left.next())) {
                    damage = new DamagedException(0, "the manifest has a wrong entry for " + entry.path());
                }
            } catch (DamagedException e) {
                damage = e;
            }
        }
    }

    private static String sumOf(byte[] bytes, int length) {
        Sha256 sha = new Sha256();
        sha.update(bytes, 0, Math.max(0, length));
        return sha.sum().hex();
    }

    private static Manifest of(SnapshotName name, JsonObject json, List<FileEntry> files) throws DamagedException {
        requireFormat(json);
        if (!name.equals(new SnapshotName(
                json.string("generation").orElse(""), json.string("id").orElse(""), json.number("sequence")))) {
            throw new DamagedException(
                    0,
                    "the manifest belongs to another snapshot: "
                            + json.string("id").orElse("none"));
        }
        List<FolderEntry> folders = new ArrayList<>();
        for (JsonObject folder : json.objects("folders")) {
            if (!StoreTree.isOwn(folder.string("path").orElse(""))) {
                folders.add(FolderEntry.of(folder));
            }
        }
        return new Manifest(
                name,
                json.instant("time").orElseThrow(() -> new DamagedException(0, "the manifest has no time")),
                json.string("parent"),
                json.string("description").orElse(""),
                json.string("run"),
                new TreeSet<>(json.strings("agents")),
                folders,
                files,
                json.strings("segments"),
                json.strings("left_out"),
                json.number("added"));
    }
}
