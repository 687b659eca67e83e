package loom.aml.app.stores;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.locate.FoundStore;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.MetricsHistory;
import loom.aml.monitor.Monitor;
import loom.aml.store.FileVersion;
import loom.aml.store.IndexSize;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreOptions;
import loom.aml.store.Version;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.markdown.NoteFigures;

/**
 * The figures of a store, from its listing, its indexes and its last measurement.
 *
 * @param items the number of items; empty for a store that is not made of notes and was never measured
 * @param changed the time of the last change of a file; empty if it has no files
 * @param warnings the problems, each in a few words
 */
public record StoreFigures(
        int agents, Optional<Long> items, long bytes, Optional<Instant> changed, Health health, List<String> warnings) {
    private static final double FULL = 0.8;
    private static final double HUNDRED = 100;

    public StoreFigures {
        warnings = List.copyOf(warnings);
    }

    /** The health of a store, as far as a listing shows it. */
    public enum Health {
        OK("ok"),
        WARNING("warning"),
        /** Files are damaged or cannot be read. */
        DAMAGED("damaged"),
        /** The store cannot be listed. */
        UNREADABLE("unreadable");

        private final String word;

        Health(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static StoreFigures of(Disk disk, StoreOptions options, FoundStore store) throws IOException {
        return switch (store.kind()) {
            case LOOM, GRAPH, INSTRUCTIONS -> ofMeasured(disk, options, store);
            case CLAUDE, CLAUDE_AGENT -> ofNotes(NoteFigures.of(disk, store.path(), true));
            case SERENA, CODEX -> ofNotes(NoteFigures.of(disk, store.path(), false));
        };
    }

    static StoreFigures unreadable(String why) {
        return new StoreFigures(0, Optional.empty(), 0, Optional.empty(), Health.UNREADABLE, List.of(why));
    }

    private static StoreFigures ofNotes(NoteFigures figures) {
        List<String> warnings = new ArrayList<>();
        IndexSize index = figures.index();
        double share = index.shareOf(IndexSize.LOADED);
        if (share > FULL) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "index at %.0f %%: %,d of %,d lines, %,d of %,d bytes",
                    HUNDRED * share,
                    index.lines(),
                    IndexSize.LOADED.lines(),
                    index.bytes(),
                    IndexSize.LOADED.bytes()));
        }
        add(warnings, figures.unlisted(), "note not in the index", "notes not in the index");
        add(warnings, figures.damaged(), "damaged file", "damaged files");
        add(warnings, figures.unreadable(), "unreadable file", "unreadable files");
        boolean isDamaged = figures.damaged() + figures.unreadable() > 0;
        return new StoreFigures(
                figures.agents(),
                Optional.of(figures.notes()),
                figures.bytes(),
                figures.changed(),
                isDamaged ? Health.DAMAGED : healthOf(warnings),
                warnings);
    }

    private static StoreFigures ofMeasured(Disk disk, StoreOptions options, FoundStore found) throws IOException {
        try (MemoryStore store = StoreKinds.openReadOnly(disk, found.path(), options)) {
            StoreListing listing = store.list();
            List<String> warnings = new ArrayList<>();
            Monitor.Read<MetricsHistory> history = Monitor.history(store);
            history.finding().ifPresent(finding -> warnings.add(finding.what()));
            add(warnings, Monitor.alerts(store).value().open().count(), "open alert", "open alerts");
            int unseen = listing.unseen().size();
            add(warnings, unseen, "unreadable directory", "unreadable directories");
            List<Metrics> entries = history.value().entries();
            return new StoreFigures(
                    listing.agents().size(),
                    entries.isEmpty()
                            ? Optional.empty()
                            : Optional.of(entries.getLast().itemCount()),
                    listing.collectionBytes(),
                    changed(listing),
                    unseen > 0 ? Health.DAMAGED : healthOf(warnings),
                    warnings);
        }
    }

    private static Optional<Instant> changed(StoreListing listing) {
        Optional<Instant> changed = Optional.empty();
        for (Version version : listing.collections().values()) {
            if (version instanceof FileVersion file
                    && (changed.isEmpty() || file.state().modified().isAfter(changed.get()))) {
                changed = Optional.of(file.state().modified());
            }
        }
        return changed;
    }

    private static Health healthOf(List<String> warnings) {
        return warnings.isEmpty() ? Health.OK : Health.WARNING;
    }

    private static void add(List<String> warnings, long number, String one, String many) {
        if (number > 0) {
            warnings.add(String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many));
        }
    }
}
