package loom.aml.compress;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.ClockVerdict;
import loom.aml.store.CompressedSize;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;

/**
 * Finds the collections that are to be compressed, or decompressed. Looks at no more than the first bytes of each: whether a file
 * is sound, and becomes smaller, shows when it is done.
 */
public final class Compressor {
    public static final String COMPRESS = "compress";
    public static final String DECOMPRESS = "decompress";

    private final CompressPolicy policy;
    private final ClockVerdict clock;

    /**
     * @param now the time from which the ages of files count
     */
    public Compressor(CompressPolicy policy, Instant now) {
        this(policy, ClockVerdict.trusting(now));
    }

    /**
     * @param clock the time from which the ages of files count; while it is not trusted no file is old enough
     */
    public Compressor(CompressPolicy policy, ClockVerdict clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** Finds plain collections that nobody has written for long. */
    public CompressPlan compress(MemoryStore store, Selection selection) throws IOException {
        Instant limit = clock.now().minus(policy.age());
        CompressPlan plan = plan(
                store,
                selection,
                COMPRESS,
                policy.toJson(),
                false,
                state -> state.bytes() > 0 && state.modified().isBefore(limit),
                policy.level());
        int files = plan.changes().changes().size();
        if (clock.isTrusted() || files == 0) {
            return plan;
        }
        List<Finding> findings = new ArrayList<>(plan.findings());
        findings.add(clock.finding(files + (files == 1 ? " file that is" : " files that are") + " old by the clock "
                + (files == 1 ? "was" : "were") + " not compressed"));
        return new CompressPlan(plan.operation(), ChangeSet.NONE, findings, plan.policy(), 0);
    }

    /** Finds every collection that is stored as gzip. */
    public CompressPlan decompress(MemoryStore store, Selection selection) throws IOException {
        return plan(
                store, selection, DECOMPRESS, JsonObject.builder().build(), true, _ -> true, FileChange.Recode.PLAIN);
    }

    /**
     * Finds out what the collections of a plan would take, by compressing them into nothing.
     *
     * @return what came of each, in the order of the plan; a size no smaller than that of the file means that it would stay
     */
    public List<ScanResult<Long>> measure(MemoryStore store, CompressPlan plan) throws IOException {
        Set<String> planned =
                plan.changes().changes().stream().map(FileChange::path).collect(Collectors.toSet());
        return store
                .scan(
                        store.list(),
                        Selection.ALL,
                        collection -> planned.contains(collection.file().path())
                                ? CompressedSize.of(collection, policy.level())
                                : 0L)
                .stream()
                .filter(scanned -> planned.contains(scanned.file().path()))
                .toList();
    }

    private static CompressPlan plan(
            MemoryStore store,
            Selection selection,
            String operation,
            JsonObject policy,
            boolean isCompressed,
            Predicate<Version> wanted,
            int level)
            throws IOException {
        List<FileChange> changes = new ArrayList<>();
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        long bytes = 0;
        for (ScanResult<Boolean> scanned : store.scan(listing, selection, OpenCollection::isCompressed)) {
            // What has the name of a gzip file stays one.
            if (scanned.file().suffixed() || !wanted.test(scanned.state())) {
                continue;
            }
            if (scanned instanceof ScanResult.LeftAlone<Boolean> leftAlone) {
                findings.add(leftAlone.finding());
            } else if (scanned instanceof ScanResult.Read<Boolean> read && read.result() == isCompressed) {
                changes.add(new FileChange.Recode(read.file(), read.state(), level));
                bytes += read.state().bytes();
            }
        }
        return new CompressPlan(operation, new ChangeSet(changes), findings, policy, bytes);
    }
}
