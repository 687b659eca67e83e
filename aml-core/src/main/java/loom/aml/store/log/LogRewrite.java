package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
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
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;

/**
 * Rewrites the record and the archives of a run in place, for the purge alone: nothing else changes what was recorded. The record is written
 * first, with the checksums of the new archives. A rewriting that was interrupted in between gives the same bytes again. An archive that cannot
 * be read or does not match its checksum stays as it is, and so does the record of a run that may still be written to. Not safe for use by several
 * threads.
 */
public final class LogRewrite {
    private static final Pattern ORIGINAL = Pattern.compile("(.+?)(\\.[0-9]+)?\\.original", Pattern.DOTALL);
    private static final Pattern ITEMS = Pattern.compile("(.+)\\.[0-9]+\\.(jsonl|transformed)\\.gz", Pattern.DOTALL);
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    private static final String RECORDS = "runs/";
    private static final String LINES = Commit.LinesEdited.reversalName("");

    /** After this time a run that has not ended is dead: no program will add to its record any more. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final LogFolder log;
    private final Instant now;
    private final BackupTarget target;

    public LogRewrite(LogFolder log, Instant now) {
        this.log = log;
        this.now = now;
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
        private final String run;
        private final LogChange change;
        private final Map<String, String> paths = new TreeMap<>();
        private final Map<String, Commit.Archived> sums = new TreeMap<>();
        private final String record;
        private final String folder;
        private final Map<String, byte[]> archives = new LinkedHashMap<>();
        private final Set<String> removed = new TreeSet<>();
        private final Map<String, String> unsure = new TreeMap<>();
        private Optional<byte[]> rewritten = Optional.empty();

        Rewriting(String run, LogChange change) throws IOException {
            this.run = run;
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
                // Its archives were left by a crash, and nothing leads to them.
                events = new byte[0];
            } catch (IOException e) {
                // The archives stay too: only the record has their names and checksums.
                unsure.put(record, reason(e));
                return;
            }
            RunRecord before = RunRecord.parse(run, 0, events);
            before.commits()
                    .forEach(commit -> commit.archive().ifPresent(archived -> {
                        paths.put(archived.name(), commit.path());
                        sums.put(archived.name(), archived);
                    }));
            for (BackupTarget.Stored stored : target.list(folder)) {
                archive(stored.name());
            }
            RewrittenRecord next = RewrittenRecord.of(events, this::event);
            boolean isChanged = next.isChanged() || !archives.isEmpty() || !removed.isEmpty();
            if (isChanged && next.isDamaged()) {
                keep("was damaged before, and holds it or leads to archives that do");
            } else if (isChanged && before.finished().isEmpty() && isRecent()) {
                keep(
                        "belongs to a run that has not ended, and holds it or leads to archives that do; run the purge again"
                                + " when it has ended, or a day after it was interrupted");
            } else if (next.isChanged()) {
                rewritten = Optional.of(next.toBytes());
            }
        }

        /** Keeps everything, because the checksums of the archives in the record could not be corrected. */
        private void keep(String why) {
            unsure.put(record, why);
            archives.clear();
            removed.clear();
        }

        /** A run whose id has no time counts as recent. */
        private boolean isRecent() {
            return TimedId.timeOf(run)
                    .filter(begun -> begun.plus(LONGEST).isBefore(now))
                    .isEmpty();
        }

        private void archive(String object) {
            String name = object.substring(folder.length());
            boolean isOriginal = ORIGINAL.matcher(name).matches();
            if (!isOriginal && !ITEMS.matcher(name).matches()) {
                // The list of fingerprints beside an archive.
                return;
            }
            String path = paths.getOrDefault(name, pathOf(name));
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
            byte[] bytes;
            try (ObjectReader reader = target.open(object)) {
                bytes = reader.readAll(LARGEST);
            }
            Optional<byte[]> next = change.original(path, bytes);
            if (next.isPresent()) {
                Optional<String> sum = archived(object).flatMap(Commit.Archived::sum);
                requireExpected(sum, bytes, next.get());
                archives.put(object, next.get());
            }
        }

        private Optional<Commit.Archived> archived(String object) {
            return Optional.ofNullable(sums.get(object.substring(folder.length())));
        }

        private void items(String object, String path) throws IOException {
            ArchiveKind kind = ArchiveKind.of(object).orElseThrow();
            Optional<String> sum = archived(object).flatMap(Commit.Archived::sum);
            Optional<String> sumOfList = archived(object).flatMap(Commit.Archived::seenSum);
            RewrittenArchive next = RewrittenArchive.of(target, object, kind, path, change, sumOfList);
            if (next.isChanged()) {
                requireExpected(sum, next.former(), next.archive());
                archives.put(object, next.archive());
            }
            boolean isListLeft =
                    sumOfList.equals(Optional.of(Sha256.of(next.seen()).hex()));
            if (next.isListChanged() && (next.isChanged() || isListLeft)) {
                // Without another archive, this is the list that an interrupted rewriting left behind.
                archives.put(ArchiveKind.seen(object), next.seen());
            }
        }

        /** An archive must be as it was written, or as an interrupted rewriting has announced it. */
        private static void requireExpected(Optional<String> sum, byte[] before, byte[] after) throws DamagedException {
            if (sum.isPresent()
                    && !sum.get().equals(Sha256.of(before).hex())
                    && !sum.get().equals(Sha256.of(after).hex())) {
                throw new DamagedException(0, "it does not match its checksum");
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

    /** Returns the path of the file that an archive, or the reversal of an edit of lines, is named for; any other name as it is. */
    public static String pathOf(String name) {
        if (name.startsWith(LINES)) {
            return name.substring(LINES.length());
        }
        Matcher items = ITEMS.matcher(name);
        Matcher original = ORIGINAL.matcher(name);
        if (items.matches()) {
            return items.group(1);
        }
        return original.matches() ? original.group(1) : name;
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
