package loom.aml.app.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.run.RecordedRun;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Shows the items that a run removed, each with the rule that removed it, from the archives of the run. */
public final class ShowRemovals {
    private final OpenStore opened;

    public ShowRemovals(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param limit the maximum number of items
     */
    public record Request(RecordedRun run, int limit) {}

    /**
     * A removed item.
     *
     * @param id its id; empty if it has none
     * @param title its title, for people; empty if it has none
     * @param reason the word of the reason
     * @param rule the rule, for people
     * @param text the item as it was
     */
    public record Removed(
            String agent, String kind, String id, String title, String reason, String rule, String text) {}

    /**
     * The removed items.
     *
     * @param total the number of all of them
     * @param items the first of them, in the order of files and items
     * @param findings archives that could not be read
     */
    public record Result(long total, List<Removed> items, List<Finding> findings) {
        public Result {
            items = List.copyOf(items);
            findings = List.copyOf(findings);
        }
    }

    public Result run(Request request) {
        List<Removed> removed = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        RecordedRun run = request.run();
        List<RunRecord> parts = run.steps().isEmpty() ? List.of(run.record()) : run.steps();
        for (RunRecord part : parts) {
            for (Commit commit : part.commits()) {
                Optional<CollectionFile> file = CollectionFile.ofPath(commit.path());
                if (commit instanceof Commit.ItemsRemoved items
                        && file.isPresent()
                        && removed.size() < request.limit()) {
                    read(part, items, file.get(), request.limit(), removed, findings);
                }
            }
        }
        return new Result(run.removed(), removed, findings);
    }

    private void read(
            RunRecord part,
            Commit.ItemsRemoved commit,
            CollectionFile file,
            int limit,
            List<Removed> removed,
            List<Finding> findings) {
        try {
            for (JsonObject entry : new Archive(LogFolder.of(opened.store().place()), part.run())
                    .entries(commit.archived().name())) {
                if (removed.size() == limit) {
                    return;
                }
                String text = entry.string("item").orElse("");
                Item item = Item.alone(text.getBytes(StandardCharsets.UTF_8), file.kind());
                removed.add(new Removed(
                        file.agent(),
                        file.kind().word(),
                        entry.string("id").orElse(""),
                        ItemTitle.of(item),
                        entry.string("reason").orElse(""),
                        entry.string("rule").orElse(""),
                        text));
            }
        } catch (IOException e) {
            findings.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    "run " + part.run(),
                    "its archive cannot be read: " + e.getMessage(),
                    "'aml backup verify' checks all archives"));
        }
    }
}
