package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.run.ObservedChanges;
import loom.aml.run.ObservedChanges.Author;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;

/**
 * Looks at a store that other programs write. If something has changed since the last look, takes a snapshot and records the
 * change as a run, so that it can be undone. If nothing has, only lists the files.
 */
public final class StoreObserver {
    private static final Duration WAIT = Duration.ofSeconds(4);

    private final StoreOpener stores;
    private final Disk disk;
    private final Supplier<RandomGenerator> randomness;
    private final FrontEnd frontEnd;
    private final String command;

    /**
     * @param randomness returns a new source of ids at each call
     * @param command the beginning of a command line for the store: {@code aml PATH}
     */
    public StoreObserver(
            StoreOpener stores, Disk disk, Supplier<RandomGenerator> randomness, FrontEnd frontEnd, String command) {
        this.stores = stores;
        this.disk = disk;
        this.randomness = randomness;
        this.frontEnd = frontEnd;
        this.command = command;
    }

    /**
     * The occasion of a look.
     *
     * @param author who made the changes since the last look
     * @param session the session that looks; empty if none
     * @param isStart whether the session begins now, and reads everything
     * @param file the path of the only file that the author can have changed, relative to the store; empty if any
     * @param isBlind whether the author may have overwritten a file without knowing its content
     * @param written the text that the author wrote into the file; empty if unknown
     */
    public record Occasion(
            Author author,
            Optional<String> session,
            boolean isStart,
            Optional<String> file,
            boolean isBlind,
            Optional<WrittenText> written) {
        /** Somebody looks, and does not know who made the changes. */
        public static final Occasion ANY =
                new Occasion(Author.UNKNOWN, Optional.empty(), false, Optional.empty(), false, Optional.empty());

        private Occasion by(Author other, boolean mayBeBlind) {
            return new Occasion(other, session, isStart, file, isBlind && mayBeBlind, Optional.empty());
        }
    }

    /**
     * Looks at a folder of notes. It is not opened as a store, which would take longer than the look.
     *
     * @param folder its real path
     */
    public Observed look(Path folder, Occasion occasion) throws IOException {
        StateFile file = new StateFile(disk, folder);
        String listed = GuardState.filesOf(disk, folder, disk.now());
        StoreOptions options = StoreOptions.DEFAULT.withClock(stores.clock());
        StorePaths place = new StorePaths(disk, folder, options, true);
        if (!occasion.isStart && GuardState.lists(file.read(), listed) && !OvertakenWrite.mayBeOne(place, occasion)) {
            return Observed.of(FileName.text(folder), Observed.Kind.UNCHANGED);
        }
        return look(place, file, listed, occasion);
    }

    /** Looks at a store of any kind. */
    public Observed look(Occasion occasion) throws IOException {
        StorePaths place;
        StoreListing listing;
        Instant lookedAt;
        try (OpenStore opened = stores.forReading()) {
            place = opened.store().place();
            lookedAt = disk.now();
            listing = opened.store().list();
        }
        StateFile file = new StateFile(disk, place.root());
        String listed = GuardState.filesOf(listing, lookedAt);
        // A file that cannot be listed is not gone.
        boolean isUnchanged = !listing.unseen().isEmpty() || GuardState.lists(file.read(), listed);
        return isUnchanged
                ? Observed.of(FileName.text(place.root()), Observed.Kind.UNCHANGED)
                : look(place, file, listed, occasion);
    }

    private StoreLook look(StorePaths place, StateFile file, String listed, Occasion occasion, RandomGenerator random) {
        return new StoreLook(stores, frontEnd, command, place, file, listed, occasion, random);
    }

    /** @param listed the files before the snapshot is taken, so that a later change is noticed the next time */
    private Observed look(StorePaths place, StateFile file, String listed, Occasion occasion) throws IOException {
        Optional<Disk.OsLock> lock = file.lock(WAIT);
        if (lock.isEmpty()) {
            return Observed.of(FileName.text(place.root()), Observed.Kind.UNCHANGED);
        }
        try (Disk.OsLock _ = lock.get()) {
            RandomGenerator random = randomness.get();
            Optional<OvertakenWrite> overtaken =
                    OvertakenWrite.of(place, file, occasion, new ObservedChanges(place, random));
            if (overtaken.isEmpty()) {
                return look(place, file, listed, occasion, random).run();
            }
            OvertakenWrite write = overtaken.get();
            Occasion ofAuthor = occasion.by(occasion.author, !write.isReplacementKnown());
            Observed own = look(place, file, listed, ofAuthor, random).recordOvertaken(write);
            return look(place, file, listed, occasion.by(Author.UNKNOWN, false), random)
                    .runAfter(write)
                    .after(own);
        }
    }
}
