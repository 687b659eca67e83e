package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;

/**
 * Rewrites the record and the archives of a run in place, for the purge alone: nothing else changes what was recorded. The record is written
 * first, with the checksums of the new archives. A run that was interrupted in between is rewritten to the same bytes again. Not safe for use
 * by several threads.
 */
public final class LogRewrite {
    private static final Pattern ORIGINAL = Pattern.compile("(.+?)(\\.[0-9]+)?\\.original", Pattern.DOTALL);
    private static final Pattern ITEMS = Pattern.compile("(.+)\\.[0-9]+\\.(jsonl|transformed)\\.gz", Pattern.DOTALL);
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    private static final String RECORDS = "runs/";

    private final LogFolder log;
    private final BackupTarget target;

    public LogRewrite(LogFolder log) {
        this.log = log;
        this.target = log.target();
    }

    /**
     * The objects that were rewritten, or would be.
     *
     * @param objects the names of the objects that change or are removed
     * @param unsure the names of those that cannot be read or changed, with the reason
     */
    public record Result(Set<String> objects, Map<String, String> unsure) {}

    /** Returns the ids of all runs with a record or an archive, also of one that is not listed as a run. */
    public Set<String> runs() throws IOException {
        Set<String> runs = new TreeSet<>(log.runs());
        runs.addAll(target.names(LogFolder.ARCHIVES));
        if (target.exists(log.record(LogFolder.UNRECORDED))) {
            runs.add(LogFolder.UNRECORDED);
        }
        return runs;
    }

    /**
     * Rewrites a run.
     *
     * @param isDry whether nothing is changed
     * @throws IOException if the target cannot be read or written; each object is complete, in its former or its new version
     */
    public Result run(String run, LogChange change, boolean isDry) throws IOException {
        Rewriting rewriting = new Rewriting(run, change);
        rewriting.read();
        if (!isDry) {
            rewriting.write();
        }
        return new Result(rewriting.objects(), rewriting.unsure);
    }

    /** The work on one run. */
    private final class Rewriting {
        private final LogChange change;
        private final String record;
        private final String folder;
        private final Map<String, byte[]> archives = new LinkedHashMap<>();
        private final Set<String> removed = new TreeSet<>();
        private final Map<String, String> unsure = new TreeMap<>();
        private Optional<byte[]> rewritten = Optional.empty();

        Rewriting(String run, LogChange change) throws IOException {
            this.change = change;
            this.record = log.record(run);
            this.folder = log.archives(run);
        }

        Set<String> objects() {
            Set<String> objects = new TreeSet<>(archives.keySet());
            objects.addAll(removed);
            if (rewritten.isPresent()) {
                objects.add(record);
            }
            return objects;
        }

        void read() throws IOException {
            byte[] events;
            try {
                events = RecordReading.bytes(target, record);
            } catch (NoSuchFileException e) {
                events = new byte[0];
            } catch (IOException e) {
                unsure.put(record, reason(e));
                events = new byte[0];
            }
            Map<String, String> paths = pathsIn(events);
            for (BackupTarget.Stored stored : target.list(folder)) {
                archive(stored.name(), paths);
            }
            RewrittenRecord next = RewrittenRecord.of(events, this::event);
            if (next.isChanged() && next.isDamaged()) {
                // Its archives stay too: their checksums in the record could not be corrected.
                unsure.put(record, "was damaged before, and holds it or leads to archives that do");
                archives.clear();
                removed.clear();
            } else if (next.isChanged()) {
                rewritten = Optional.of(next.toBytes());
            }
        }

        private static Map<String, String> pathsIn(byte[] events) {
            Map<String, String> paths = new TreeMap<>();
            for (Commit commit : RunRecord.parse("", 0, events).commits()) {
                commit.archive().ifPresent(archived -> paths.put(archived.name(), commit.path()));
            }
            return paths;
        }

        private void archive(String object, Map<String, String> paths) {
            String name = object.substring(folder.length());
            Matcher original = ORIGINAL.matcher(name);
            Matcher items = ITEMS.matcher(name);
            boolean isOriginal = original.matches();
            if (!isOriginal && !items.matches()) {
                // The list of fingerprints beside an archive.
                return;
            }
            String path = paths.getOrDefault(name, isOriginal ? original.group(1) : items.group(1));
            if (change.removes(path)) {
                removed.add(object);
                if (ArchiveKind.REMOVED.isOf(object)) {
                    removed.add(ArchiveKind.seen(object));
                }
                return;
            }
            try {
                if (isOriginal) {
                    original(object, path);
                } else {
                    items(object, path);
                }
            } catch (IOException e) {
                unsure.put(object, reason(e));
            }
        }

        private void original(String object, String path) throws IOException {
            try (ObjectReader reader = target.open(object)) {
                change.original(path, reader.readAll(LARGEST)).ifPresent(bytes -> archives.put(object, bytes));
            }
        }

        private void items(String object, String path) throws IOException {
            ArchiveKind kind = ArchiveKind.of(object).orElseThrow();
            Optional<RewrittenArchive> next = RewrittenArchive.of(target, object, kind, path, change);
            if (next.isPresent()) {
                archives.put(object, next.get().archive());
                next.get().seen().ifPresent(seen -> archives.put(ArchiveKind.seen(object), seen));
            }
        }

        private String event(String event) {
            return change.event(withArchive(event));
        }

        /** Returns an event with the checksums of the archive as it will be, or without an archive that is removed. */
        private String withArchive(String event) {
            try {
                JsonObject json = JsonObject.parse(event);
                Optional<String> archive = json.string(Commit.ARCHIVE).map(name -> folder + name);
                if (archive.isEmpty()) {
                    return event;
                }
                if (removed.contains(archive.get())) {
                    return without(json, Set.of(Commit.ARCHIVE, Commit.ARCHIVE_SUM, Commit.SEEN_SUM, Commit.ACCESS));
                }
                String summed = withSum(event, json.string(Commit.ARCHIVE_SUM), archive.get());
                return withSum(summed, json.string(Commit.SEEN_SUM), seenOf(archive.get()));
            } catch (JsonSyntaxException e) {
                return event;
            }
        }

        private static String seenOf(String archive) {
            return ArchiveKind.REMOVED.isOf(archive) ? ArchiveKind.seen(archive) : archive;
        }

        private String withSum(String event, Optional<String> sum, String object) {
            byte[] bytes = archives.get(object);
            return bytes == null || sum.isEmpty()
                    ? event
                    : event.replace(
                            "\"" + sum.get() + "\"", "\"" + Sha256.of(bytes).hex() + "\"");
        }

        private static String without(JsonObject json, Set<String> members) {
            JsonObject.Builder rest = JsonObject.builder();
            json.keys().stream()
                    .filter(key -> !members.contains(key))
                    .forEach(key -> rest.putValue(key, json.value(key)));
            return rest.build().toString();
        }

        void write() throws IOException {
            if (rewritten.isPresent()) {
                publish(record, rewritten.get());
            }
            for (Map.Entry<String, byte[]> archive : archives.entrySet()) {
                publish(archive.getKey(), archive.getValue());
            }
            if (!removed.isEmpty()) {
                target.delete(new ArrayList<>(removed));
            }
        }

        private void publish(String object, byte[] bytes) throws IOException {
            try (BackupTarget.Upload upload = target.upload(object)) {
                upload.write(bytes, 0, bytes.length);
                upload.publish(object);
            }
        }
    }

    private static String reason(IOException e) {
        return "cannot be read (" + e.getMessage() + ")";
    }

    /** Returns whether an object of a target is the record of a run. */
    public static boolean isRecord(String object) {
        return object.startsWith(RECORDS);
    }

    /** Returns the objects that are neither records nor archives nor parts of snapshots, such as an incident. */
    public List<String> others() throws IOException {
        return target.list("").stream()
                .map(BackupTarget.Stored::name)
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }
}
