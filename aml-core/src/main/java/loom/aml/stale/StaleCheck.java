package loom.aml.stale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.FileName;
import loom.aml.item.ItemKind;
import loom.aml.stale.MentionScan.Found;
import loom.aml.stale.project.Project;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * Checks the mentions of a store: reads them from the texts of its items, and looks each up in the repository or among the notes.
 * Reports only the certain ones. Changes nothing.
 */
public final class StaleCheck {
    private static final String NOTE = ".md";

    private final StalePolicy policy;

    public StaleCheck(StalePolicy policy) {
        this.policy = policy;
    }

    /**
     * Checks a store.
     *
     * @param project the repository; if empty, only links between notes are checked
     * @throws IOException if the store cannot be listed
     */
    public StaleReport check(MemoryStore store, Selection selection, Optional<Project> project) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        NoteNames notes = new NoteNames();
        List<Found> found = new ArrayList<>();
        long items = 0;
        boolean isComplete = true;
        if (!listing.unseen().isEmpty()) {
            notes.isPartial();
        }
        for (ScanResult<MentionScan.Result> scanned : store.scan(
                listing,
                Selection.ALL,
                collection -> MentionScan.of(
                        collection, selection.includesAgent(collection.file().agent()), policy.mentionsOfItem()))) {
            switch (scanned) {
                case ScanResult.Read<MentionScan.Result> read -> {
                    MentionScan.Result result = read.result();
                    items += result.items();
                    isComplete &= result.isComplete();
                    result.notes().forEach(note -> notes.add(note.id(), note.title()));
                    found.addAll(result.found());
                }
                case ScanResult.LeftAlone<MentionScan.Result> unread -> {
                    // It exists, whatever is in it.
                    addUnread(unread.file(), notes);
                    if (selection.includesAgent(unread.file().agent())) {
                        findings.add(unread.finding());
                    }
                }
            }
        }
        if (found.size() > policy.mentions()) {
            isComplete = false;
            found = found.subList(0, policy.mentions());
        }
        Lookup lookup = new Lookup(store, notes, project);
        List<StaleMention> stale = stale(found, lookup);
        return new StaleReport(
                project.map(one -> FileName.text(one.root())),
                items,
                found.size(),
                lookup.checked(),
                isComplete && (project.isEmpty() || project.get().isComplete()),
                stale,
                findings);
    }

    private static void addUnread(CollectionFile file, NoteNames notes) {
        if (file.kind() == ItemKind.NOTE && file.path().endsWith(NOTE)) {
            notes.add(file.path().substring(0, file.path().length() - NOTE.length()), null);
        } else if (file.kind() == ItemKind.NOTE) {
            notes.isPartial();
        }
    }

    private static List<StaleMention> stale(List<Found> found, Lookup lookup) {
        List<StaleMention> stale = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Found one : found) {
            Lookup.Answer answer = lookup.of(one.source(), one.mention());
            String place = one.source().file()
                    + '\n'
                    + one.source().ordinal()
                    + '\n'
                    + one.source().field()
                    + '\n'
                    + one.mention().line()
                    + '\n'
                    + one.mention().text();
            if (answer instanceof Lookup.Answer.Missing missing && seen.add(place)) {
                stale.add(new StaleMention(one.source(), one.mention(), missing.what(), missing.suggestion()));
            }
        }
        stale.sort(StaleMention.ORDER);
        return stale;
    }
}
