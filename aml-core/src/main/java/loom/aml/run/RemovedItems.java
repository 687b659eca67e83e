package loom.aml.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/**
 * The items that a run removed, read from its archives for display.
 *
 * @param first the first of them, those of the last step first
 * @param count the number of all of them
 * @param findings archives that could not be read
 */
public record RemovedItems(List<Removed> first, long count, List<Finding> findings) {
    public RemovedItems {
        first = List.copyOf(first);
        findings = List.copyOf(findings);
    }

    /**
     * A removed item.
     *
     * @param id its id; empty if it has none
     * @param title its title; empty if it has none
     * @param reason the word of the reason
     * @param rule the rule that removed it, for people
     * @param text the item as it was
     */
    public record Removed(
            String agent, ItemKind kind, Optional<String> id, String title, String reason, String rule, String text) {
        /** Returns the agent and the kind: {@code debugger/pattern}. */
        public String collection() {
            return agent + "/" + kind.word();
        }
    }

    /** Returns the number of removed items that are not among the first. */
    public long rest() {
        return count - first.size();
    }

    /**
     * Reads the first items that a run removed, and counts all of them.
     *
     * @param limit the maximum number of items to read
     */
    public static RemovedItems of(MemoryStore store, RecordedRun run, int limit) {
        List<Removed> removed = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        long count = 0;
        for (RunRecord part : run.undoable()) {
            Archive archive = new Archive(LogFolder.of(store.place()), part.run());
            for (Commit commit : part.commits()) {
                Optional<CollectionFile> file = CollectionFile.ofPath(commit.path());
                if (commit instanceof Commit.ItemsRemoved items && file.isPresent()) {
                    count += items.facts().removed();
                    try {
                        read(archive, items.archived().name(), file.get(), limit, removed);
                    } catch (IOException e) {
                        findings.add(unreadable(part, e));
                    }
                }
            }
        }
        return new RemovedItems(removed, count, findings);
    }

    private static void read(Archive archive, String name, CollectionFile file, int limit, List<Removed> removed)
            throws IOException {
        if (removed.size() >= limit) {
            return;
        }
        try (ArchiveReader<JsonObject> reader = archive.removed(name)) {
            for (JsonObject entry = reader.next(); entry != null && removed.size() < limit; entry = reader.next()) {
                String text = entry.string("item").orElse("");
                Item item = Item.alone(text.getBytes(StandardCharsets.UTF_8), file.kind());
                removed.add(new Removed(
                        file.agent(),
                        file.kind(),
                        entry.string("id"),
                        ItemTitle.of(item),
                        entry.string("reason").orElse(""),
                        entry.string("rule").orElse(""),
                        text));
            }
        }
    }

    private static Finding unreadable(RunRecord run, IOException e) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                "run " + run.run(),
                "its archive cannot be read: " + e.getMessage(),
                "'aml backup verify --all' shows what else is damaged");
    }
}
