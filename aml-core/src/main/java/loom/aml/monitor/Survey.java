package loom.aml.monitor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;

/**
 * The result of reading a whole store.
 *
 * <p>The number of items in a damaged file is unknown. It is estimated from the file's size and the mean item size of
 * its kind in readable files, and is at least one.
 *
 * @param at when the store was read
 * @param agents the figures of each agent, by name
 * @param summaries the summaries of the agents, without estimates
 * @param files the encodings of the collections
 * @param rot useless items by defect
 * @param patternBytes the bytes of all patterns
 * @param listing entries that cannot be listed or are not regular files, and abandoned locks
 * @param unreadable collections that cannot be read
 * @param refused some of the items of each file that the runtime refuses to load; empty if this was not checked
 * @param refusals the number of items that the runtime refuses
 * @param indexes the sizes of the indexes of notes that are loaded at the start of a session, by path
 */
public record Survey(
        Instant at,
        SortedMap<String, AgentFigures> agents,
        AgentSummary.All summaries,
        Files files,
        Map<ItemDefect, Long> rot,
        long patternBytes,
        List<Finding> listing,
        List<Finding> unreadable,
        Optional<List<Finding>> refused,
        long refusals,
        SortedMap<String, IndexSize> indexes) {

    /**
     * The figures of an agent.
     *
     * @param bytes the bytes of all its files as stored
     * @param items its items by kind
     */
    public record AgentFigures(long bytes, Map<ItemKind, Long> items) {
        public long count(ItemKind kind) {
            return items.getOrDefault(kind, 0L);
        }
    }

    /**
     * The encodings of the collections.
     *
     * @param plain the number of plain text files
     * @param compressed the number of gzip files
     * @param compressedBytes the bytes of the compressed files as stored
     * @param compressedText the bytes of their text
     */
    public record Files(int plain, int compressed, long compressedBytes, long compressedText) {
        static final Files NONE = new Files(0, 0, 0, 0);

        private Files plus(ScanResult.Read<?> file) {
            return !file.isCompressed()
                    ? new Files(plain + 1, compressed, compressedBytes, compressedText)
                    : new Files(
                            plain,
                            compressed + 1,
                            compressedBytes + file.state().bytes(),
                            compressedText + file.textBytes());
        }
    }

    /** Reads the whole store. */
    static Survey of(MemoryStore store, ItemJudge judge, SurveyDepth depth, Duration staleLock, Instant now)
            throws IOException {
        StoreListing listing = store.list();
        Draft draft = new Draft(listing);
        for (ScanResult<SurveyScan.Seen> scanned : store.scan(listing, Selection.ALL, new SurveyScan(judge, depth))) {
            // Not a switch over types, whose linking at run time takes noticeable time.
            if (scanned instanceof ScanResult.Read<SurveyScan.Seen> read) {
                draft.add(read);
            } else if (scanned instanceof ScanResult.LeftAlone<SurveyScan.Seen> leftAlone) {
                draft.leftAlone.add(leftAlone);
                draft.summaries.add(leftAlone);
            }
        }
        List<Finding> notListed = new ArrayList<>(listing.findings());
        listing.locks().forEach((path, lock) -> staleLock(path, lock, staleLock, now, notListed));
        return draft.toSurvey(listing, notListed, depth, now);
    }

    private static void staleLock(String path, Version lock, Duration staleLock, Instant now, List<Finding> findings) {
        Duration age = Duration.between(lock.modified(), now);
        if (age.compareTo(staleLock) > 0) {
            findings.add(Finding.of(
                    Finding.Kind.STALE_LOCK,
                    path,
                    "a lock that was not refreshed for " + age.toSeconds() + " s",
                    "if no program uses the store, remove it with rmdir"));
        }
    }

    private static final class Draft {
        private final Map<String, Map<ItemKind, Long>> items = new TreeMap<>();
        private final Map<ItemKind, Long> itemsByKind = new EnumMap<>(ItemKind.class);
        private final Map<ItemKind, Long> bytesByKind = new EnumMap<>(ItemKind.class);
        private final Map<ItemDefect, Long> rot = new EnumMap<>(ItemDefect.class);
        private final List<Finding> refused = new ArrayList<>();
        private final List<ScanResult.LeftAlone<SurveyScan.Seen>> leftAlone = new ArrayList<>();
        private final SortedMap<String, IndexSize> indexes = new TreeMap<>();
        private Files files = Files.NONE;
        private final AgentSummaries summaries;
        private long patternBytes;
        private long refusals;

        Draft(StoreListing listing) {
            summaries = new AgentSummaries(listing);
        }

        void add(ScanResult.Read<SurveyScan.Seen> read) {
            ItemKind kind = read.file().kind();
            SurveyScan.Seen seen = read.result();
            items.computeIfAbsent(read.file().agent(), _ -> new EnumMap<>(ItemKind.class))
                    .merge(kind, seen.items(), Long::sum);
            itemsByKind.merge(kind, seen.items(), Long::sum);
            bytesByKind.merge(kind, read.state().bytes(), Long::sum);
            seen.rot().forEach((what, count) -> rot.merge(what, count, Long::sum));
            refused.addAll(seen.refused());
            refusals += seen.refusals();
            if (kind == ItemKind.PATTERN) {
                patternBytes += seen.bytes();
            }
            seen.index()
                    .filter(_ -> isLoaded(read.file()))
                    .ifPresent(size -> indexes.put(read.file().path(), size));
            files = files.plus(read);
            summaries.add(read, seen.newest());
        }

        /** Indexes of their own kind, which others link, are read on demand. */
        private static boolean isLoaded(CollectionFile index) {
            return index.path().equals("MEMORY.md") || index.path().endsWith("/MEMORY.md");
        }

        Survey toSurvey(StoreListing listing, List<Finding> notListed, SurveyDepth depth, Instant now) {
            List<Finding> unreadable = new ArrayList<>();
            for (ScanResult.LeftAlone<SurveyScan.Seen> file : leftAlone) {
                unreadable.add(file.finding());
                rot.merge(ItemDefect.UNREADABLE, guessedItems(file), Long::sum);
            }
            SortedMap<String, AgentFigures> agents = new TreeMap<>();
            for (String agent : listing.agents()) {
                agents.put(agent, new AgentFigures(listing.bytesOf(agent), items.getOrDefault(agent, Map.of())));
            }
            return new Survey(
                    now,
                    agents,
                    summaries.all(),
                    files,
                    rot,
                    patternBytes,
                    notListed,
                    unreadable,
                    depth.includesSchema() ? Optional.of(List.copyOf(refused)) : Optional.empty(),
                    refusals,
                    indexes);
        }

        private long guessedItems(ScanResult.LeftAlone<SurveyScan.Seen> file) {
            ItemKind kind = file.file().kind();
            long known = itemsByKind.getOrDefault(kind, 0L);
            long bytes = bytesByKind.getOrDefault(kind, 0L);
            return bytes == 0 ? 1 : Math.max(1, Math.round((double) file.state().bytes() * known / bytes));
        }
    }

    public long items(ItemKind kind) {
        return agents.values().stream().mapToLong(agent -> agent.count(kind)).sum();
    }

    /** Returns the bytes of all agents as stored. */
    public long bytes() {
        return agents.values().stream().mapToLong(AgentFigures::bytes).sum();
    }
}
