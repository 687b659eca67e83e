package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import loom.aml.app.FrontEnd;
import loom.aml.app.StoreOpener;
import loom.aml.config.GuardSettings;
import loom.aml.io.Checksum;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.run.ObservedChanges;
import loom.aml.run.ObservedChanges.Author;
import loom.aml.storage.PathWithin;
import loom.aml.store.CollectionFile;
import loom.aml.store.StorePaths;
import loom.aml.store.log.Commit;
import org.jspecify.annotations.Nullable;

/** One look, by the only process that looks at the store. */
final class StoreLook {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LARGEST_TEXT = 1_000_000;
    private static final int LONGEST_LINE = 500;

    private final StoreOpener stores;
    private final FrontEnd frontEnd;
    private final String command;
    private final StorePaths place;
    private final StateFile file;
    private final String listed;
    private final StoreObserver.Occasion occasion;
    private final ObservedChanges runs;
    private final RandomGenerator random;
    private final Instant now;
    private GuardState state = new GuardState();
    private Optional<OvertakenWrite> overtaken = Optional.empty();
    private String run = "";
    private final List<String> changed = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<Observed.Dropped> dropped = new ArrayList<>();
    private final Map<String, Lines> before = new HashMap<>();

    StoreLook(
            StoreOpener stores,
            FrontEnd frontEnd,
            String command,
            StorePaths place,
            StateFile file,
            String listed,
            StoreObserver.Occasion occasion,
            RandomGenerator random) {
        this.stores = stores;
        this.frontEnd = frontEnd;
        this.command = command;
        this.place = place;
        this.file = file;
        this.listed = listed;
        this.occasion = occasion;
        this.now = place.options().clock().instant();
        this.random = random;
        this.runs = new ObservedChanges(place, random);
    }

    Observed run() throws IOException {
        byte[] stored = file.read();
        state = GuardState.parse(stored);
        if (GuardState.lists(stored, listed) && !state.snapshot.isEmpty()) {
            start();
            file.write(state.toBytes(listed));
            return Observed.of(location(), Observed.Kind.UNCHANGED);
        }
        try (Versions versions = place.holdsNotes()
                ? new CopiedVersions(place, file, state, listed)
                : new SnapshotVersions(place, random, now, state)) {
            return changed(versions);
        }
    }

    /** Records a write that another program overwrote before this look, as if the look had been in between. */
    Observed recordOvertaken(OvertakenWrite write) throws IOException {
        state = GuardState.parse(file.read());
        try (Versions versions = write.versions(new CopiedVersions(place, file, state, listed), file)) {
            return changed(versions);
        }
    }

    /** Looks after a write was recorded that another program overwrote. */
    Observed runAfter(OvertakenWrite write) throws IOException {
        overtaken = Optional.of(write);
        return run();
    }

    /** Drops the former versions that were recorded, unless another file has the same content. */
    private static void forget(ChangedFiles changes, Map<String, GuardState.Content> present, Versions versions)
            throws IOException {
        Set<String> sums = new HashSet<>();
        for (GuardState.Content content : present.values()) {
            sums.add(content.sha256());
        }
        for (GuardState.Content old : changes.then.values()) {
            if (!sums.contains(old.sha256())) {
                versions.forget(old);
            }
        }
    }

    private String location() {
        return FileName.text(place.root());
    }

    private void start() {
        if (occasion.isStart() && occasion.session().isPresent()) {
            state.sees(occasion.session().get());
        }
    }

    private Observed changed(Versions versions) throws IOException {
        boolean areKnown = versions.areKnown();
        Map<String, GuardState.Content> present = versions.take();
        if (!areKnown) {
            state.run = runs.last();
            set(present);
            start();
            file.write(state.toBytes(listed));
            return Observed.of(location(), Observed.Kind.BEGUN);
        }
        state.number++;
        long items = 0;
        for (GuardState.Content content : state.contents.values()) {
            items += content.items();
        }
        ChangedFiles changes = changes(present);
        for (String path : changes.paths) {
            lines(versions, path, changes);
        }
        if (!changes.isEmpty()) {
            record(changes, versions);
        }
        forget(changes, present, versions);
        state.run = runs.last();
        set(present);
        start();
        DeletionAlarm deletions = new DeletionAlarm(stores, state, now, command);
        String alarm = deletions.advice(items);
        file.write(state.toBytes(versions.lookedAt(listed)));
        boolean isMerged = !dropped.isEmpty() && stores.configuration().get(GuardSettings.MERGE) && merge();
        if (!alarm.isEmpty()) {
            deletions.raise(frontEnd, alarm);
        }
        Observed.Kind kind = run.isEmpty() ? Observed.Kind.REWRITTEN : Observed.Kind.CHANGED;
        return new Observed(location(), kind, run, changed, deleted, dropped, isMerged, alarm);
    }

    private void set(Map<String, GuardState.Content> present) {
        state.contents.clear();
        state.contents.putAll(present);
    }

    /** Compares the snapshots, except for changes by aml itself. */
    private ChangedFiles changes(Map<String, GuardState.Content> present) throws IOException {
        Set<String> there = GuardState.versionsIn(listed).keySet();
        Set<String> paths = new TreeSet<>(there);
        paths.addAll(state.contents.keySet());
        Map<String, Commit> own = new HashMap<>();
        ObservedChanges.Own since = runs.ownSince(state.run);
        for (Commit commit : since.commits()) {
            own.putIfAbsent(commit.path(), commit);
        }
        state.groups.values().removeIf(group -> since.undone().contains(group.run()));
        state.deleted.removeIf(one -> since.undone().contains(one.run()));
        ChangedFiles changes = new ChangedFiles();
        for (String path : paths) {
            GuardState.Content old = state.contents.get(path);
            GuardState.Content current = present.get(path);
            boolean isCollection = there.contains(path) || current == null;
            boolean isLeftOut = current == null && there.contains(path);
            boolean isSame = old == null
                    ? current == null
                    : current != null && old.sha256().equals(current.sha256());
            if (isCollection && !isLeftOut && !isSame && !isOwn(own.get(path), path, current != null)) {
                changes.put(path, old, current);
            }
        }
        return changes;
    }

    private boolean isOwn(@Nullable Commit commit, String path, boolean isThere) throws IOException {
        if (commit == null) {
            return false;
        }
        return commit.left().isEmpty() || isThere && content(place, path).equals(commit.left());
    }

    private static Optional<Checksum.Content> content(StorePaths place, String path) throws IOException {
        return Optional.of(Checksum.of(place.disk(), PathWithin.of(place.disk(), place.root(), path)));
    }

    /** Compares the lines of a text with those of its former version. */
    private void lines(Versions versions, String path, ChangedFiles changes) throws IOException {
        GuardState.Content old = changes.then.get(path);
        GuardState.Content current = changes.now.get(path);
        boolean isLarge = old != null && old.size() > LARGEST_TEXT || current != null && current.size() > LARGEST_TEXT;
        if (CollectionFile.ofNotes(path).isEmpty() || isLarge) {
            return;
        }
        Optional<byte[]> former = old == null ? Optional.of(new byte[0]) : versions.former(path, old);
        if (former.isEmpty()) {
            return;
        }
        Lines earlier = Lines.of(former.get());
        byte[] text = current == null ? new byte[0] : versions.taken(path, current);
        Lines later = Lines.of(text);
        before.put(path, earlier);
        if (kind(path) == ItemKind.ENTRY) {
            changes.links.put(path, new long[] {earlier.linksWithout(later), later.linksWithout(earlier)});
        }
        Author author = author(path);
        String session = author.session().orElse("");
        if (occasion.isBlind() && !session.isEmpty()) {
            Set<String> lost = new TreeSet<>(earlier.without(later));
            long known = state.known(session, path);
            for (GuardState.Added one : state.added) {
                if (one.path().equals(path)
                        && !one.session().equals(session)
                        && one.number() > known
                        && lost.remove(one.line())
                        && !later.has(one.line())) {
                    dropped.add(new Observed.Dropped(path, one.session(), one.line()));
                }
            }
        }
        if (overtaken.isPresent() && overtaken.get().path().equals(path)) {
            for (String line : overtaken.get().linesLostIn(later)) {
                dropped.add(new Observed.Dropped(path, occasion.session().orElse(""), line));
            }
        }
        for (String line : later.without(earlier)) {
            if (line.length() <= LONGEST_LINE) {
                state.added.add(new GuardState.Added(state.number, session, path, line));
            }
        }
        if (!session.isEmpty()) {
            state.sees(session, path);
        }
    }

    /** Returns who changed a file, as far as it is known. */
    private Author author(String path) {
        return isOfAuthor(path) ? occasion.author() : Author.UNKNOWN;
    }

    private boolean isOfAuthor(String path) {
        return occasion.file().isEmpty() || occasion.file().get().equals(path);
    }

    private ItemKind kind(String path) {
        return CollectionFile.ofPath(path).map(CollectionFile::kind).orElse(ItemKind.NOTE);
    }

    private void record(ChangedFiles changes, Versions versions) throws IOException {
        List<ObservedChanges.Change> ofAuthor = new ArrayList<>();
        List<ObservedChanges.Change> ofOthers = new ArrayList<>();
        long lostByAuthor = 0;
        long lostByOthers = 0;
        for (String path : changes.paths) {
            GuardState.Content old = changes.then.get(path);
            GuardState.Content current = changes.now.get(path);
            (current == null ? deleted : changed).add(path);
            ObservedChanges.Change change = change(path, old, current, changes.links.get(path), versions);
            long lost = kind(path) == ItemKind.ENTRY ? 0 : change.removed();
            if (isOfAuthor(path)) {
                ofAuthor.add(change);
                lostByAuthor += lost;
            } else {
                ofOthers.add(change);
                lostByOthers += lost;
            }
        }
        if (!ofOthers.isEmpty()) {
            run = runs.record(Author.UNKNOWN, Optional.empty(), versions.formerSnapshot(), ofOthers);
            lost(lostByOthers, run);
        }
        if (!ofAuthor.isEmpty()) {
            Optional<String> group = group();
            run = runs.record(occasion.author(), group, versions.formerSnapshot(), ofAuthor);
            lost(lostByAuthor, group.orElse(run));
            run = group.orElse(run);
        }
    }

    private void lost(long items, String by) {
        if (items > 0) {
            state.deleted.add(new GuardState.Deleted(now, items, by));
        }
    }

    private ObservedChanges.Change change(
            String path,
            GuardState.@Nullable Content old,
            GuardState.@Nullable Content current,
            long @Nullable [] links,
            Versions versions)
            throws IOException {
        long had = old == null ? 0 : old.items();
        long has = current == null ? 0 : current.items();
        long removed = links == null ? Math.max(0, had - has) : links[0];
        long inserted = links == null ? Math.max(0, has - had) : links[1];
        boolean isPlainChange = removed == 0 && inserted == 0;
        return new ObservedChanges.Change(
                path,
                removed,
                inserted,
                isPlainChange ? 1 : 0,
                old == null ? 0 : old.size(),
                current == null ? 0 : current.size(),
                current == null ? Optional.empty() : left(path, versions),
                old == null,
                old == null || versions.formerSnapshot().isPresent() ? null : () -> versions.openFormer(path, old));
    }

    /** Returns the present content; unknown if it is gone meanwhile, so that undo leaves the file alone. */
    private Optional<Checksum.Content> left(String path, Versions versions) throws IOException {
        Optional<Checksum.Content> written = versions.written(path);
        try {
            return written.isPresent() ? written : content(place, path);
        } catch (FileSystemException e) {
            return Optional.of(new Checksum.Content(0, "gone"));
        }
    }

    /** Returns the run whose steps are the changes of the session; empty if the session is unknown. */
    private Optional<String> group() throws IOException {
        if (occasion.author().session().isEmpty()) {
            return Optional.empty();
        }
        String session = occasion.author().session().get();
        GuardState.Group known = state.groups.get(session);
        if (known != null
                && !known.since().isAfter(now)
                && known.since().plus(HOUR).isAfter(now)) {
            return Optional.of(known.run());
        }
        String begun = runs.begin(occasion.author());
        state.groups.remove(session);
        state.groups.put(session, new GuardState.Group(begun, now));
        return Optional.of(begun);
    }

    private boolean merge() throws IOException {
        return new LineMerge(stores, before).run(dropped);
    }
}
