package loom.aml.purge;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.log.LogChange;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.LogRewrite;

/** Purges the records and archives of runs, beside a store or in a copy. Not safe for use by several threads. */
public final class LogPurge {
    private static final String DESCRIPTION = "repository.json";
    private static final int LARGEST = 64 << 20;

    private final BackupTarget target;
    private final LogRewrite log;
    private final WantedText wanted;
    private final ContentPurge content;
    private final Scopes scopes;

    /** @param now the time, by which a run that has not ended is known to be dead */
    public LogPurge(BackupTarget target, ContentPurge content, WantedText wanted, Instant now) {
        this.target = target;
        this.log = new LogRewrite(new LogFolder(target), now);
        this.content = content;
        this.wanted = wanted;
        this.scopes = new Scopes(wanted, content::isRemoved);
    }

    /** Returns the records and archives that hold it, and changes nothing. */
    public PurgePlan plan() throws IOException {
        return each(true);
    }

    /** Purges all records and archives. Returns the changed ones. */
    public PurgePlan run() throws IOException {
        return each(false);
    }

    private PurgePlan each(boolean isDry) throws IOException {
        List<Place> places = new ArrayList<>();
        List<Finding> unsure = new ArrayList<>();
        for (String run : log.runs()) {
            Counting counting = new Counting();
            LogRewrite.Result result = log.run(run, counting, isDry);
            for (String object : result.objects()) {
                places.add(new Place(
                        LogRewrite.isRecord(object) ? Place.Kind.RECORD : Place.Kind.ARCHIVE,
                        target.location(),
                        wanted.masked(object),
                        LogRewrite.isRecord(object) ? Math.max(1, counting.events) : 1));
            }
            counting.reason.ifPresent(
                    why -> unsure.add(PurgePlan.finding(target.location() + ", run " + wanted.masked(run), why)));
            for (Map.Entry<String, String> no : result.unsure().entrySet()) {
                unsure.add(PurgePlan.finding(target.location() + "/" + wanted.masked(no.getKey()), no.getValue()));
            }
        }
        for (String object : log.others()) {
            if (!object.equals(DESCRIPTION)) {
                other(object, isDry, places, unsure);
            }
        }
        return new PurgePlan(places, unsure);
    }

    private void other(String object, boolean isDry, List<Place> places, List<Finding> unsure) {
        try {
            FileText file;
            try (ObjectReader reader = target.open(object)) {
                file = FileText.of(reader.readAll(LARGEST));
            }
            JsonEdits.Found found = JsonEdits.of(file.text(), scopes.event());
            List<Edit> edits = found.edits();
            found.reason()
                    .ifPresent(
                            why -> unsure.add(PurgePlan.finding(target.location() + "/" + wanted.masked(object), why)));
            if (edits.isEmpty()) {
                return;
            }
            if (!isDry) {
                byte[] bytes = file.bytesOf(Edit.apply(file.text(), edits));
                try (BackupTarget.Upload upload = target.upload(object)) {
                    upload.write(bytes, 0, bytes.length);
                    upload.publish(object);
                }
            }
            places.add(new Place(Place.Kind.OBJECT, target.location(), wanted.masked(object), edits.size()));
        } catch (IOException | JsonEdits.NotJsonException e) {
            unsure.add(PurgePlan.finding(
                    target.location() + "/" + wanted.masked(object), "cannot be read (" + e.getMessage() + ")"));
        }
    }

    /** The change of one run. */
    private final class Counting implements LogChange {
        private int events;
        private Optional<String> reason = Optional.empty();

        @Override
        public String event(String event) {
            try {
                JsonEdits.Found found = JsonEdits.of(event, scopes.event());
                reason = found.reason().or(() -> reason);
                List<Edit> edits = new ArrayList<>(found.edits());
                edits.addAll(titleIn(event));
                events += edits.size();
                return edits.isEmpty() ? event : Edit.apply(event, edits);
            } catch (JsonEdits.NotJsonException e) {
                return event;
            }
        }

        /** Returns the edit of the title that a run on one of the items recorded. */
        private List<Edit> titleIn(String event) {
            try {
                Optional<JsonObject> policy = JsonObject.parse(event).object("policy");
                Optional<String> title = policy.flatMap(p -> p.string("title"));
                if (title.isPresent() && policy.get().strings("items").stream().anyMatch(wanted::isName)) {
                    String member = "\"title\":" + JsonObject.quoted(title.get());
                    int at = event.indexOf(member);
                    return at < 0 || title.get().equals(PurgePolicy.REPLACEMENT)
                            ? List.of()
                            : List.of(new Edit(
                                    at, at + member.length(), "\"title\":\"" + PurgePolicy.REPLACEMENT + "\""));
                }
            } catch (JsonSyntaxException e) {
                // A line of an unknown form has no title.
            }
            return List.of();
        }

        @Override
        public Optional<String> archived(String path, String line) {
            Optional<CollectionFile> file = CollectionFile.ofPath(path);
            try {
                JsonObject json = JsonObject.parse(line);
                Optional<String> item = json.string("item");
                Optional<String> id = json.string("id").or(() -> item.flatMap(Counting::idOf));
                if (file.isPresent()
                        && id.filter(own -> wanted.isItem(file.get(), own)).isPresent()) {
                    item.ifPresent(wanted::learn);
                    return Optional.empty();
                }
                List<Edit> edits = JsonEdits.of(line, scopes.archived()).edits();
                return Optional.of(edits.isEmpty() ? line : Edit.apply(line, edits));
            } catch (JsonSyntaxException | JsonEdits.NotJsonException e) {
                return Optional.of(line);
            }
        }

        private static Optional<String> idOf(String item) {
            try {
                return JsonObject.parse(item).string("id");
            } catch (JsonSyntaxException e) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<byte[]> original(String path, byte[] bytes) throws IOException {
            return switch (content.of(path, bytes)) {
                case Purged.Free _ -> Optional.empty();
                case Purged.Changed changed -> Optional.of(changed.content());
                case Purged.Removed _ -> throw new IOException("it is removed as a whole");
                case Purged.Unsure no -> throw new IOException(no.reason());
            };
        }

        @Override
        public boolean removes(String path) {
            return content.isRemoved(path);
        }
    }
}
