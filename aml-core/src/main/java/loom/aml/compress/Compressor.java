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
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;

/**
 * Selects collections to compress or decompress. Reads only the first bytes of each; damage and size are checked during
 * execution.
 */
public final class Compressor {
    public static final String COMPRESS = "compress";
    public static final String DECOMPRESS = "decompress";

    private final CompressPolicy policy;
    private final ClockVerdict clock;

    /** @param now the time from which file ages are computed */
    public Compressor(CompressPolicy policy, Instant now) {
        this(policy, ClockVerdict.trusting(now));
    }

    /** @param clock the time from which file ages are computed; if it is not trusted, no file is old enough */
    public Compressor(CompressPolicy policy, ClockVerdict clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** Plans to compress plain collections that have not been modified for the age in the policy. */
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

    /** Plans to decompress every gzip collection. */
    public CompressPlan decompress(MemoryStore store, Selection selection) throws IOException {
        return plan(
                store, selection, DECOMPRESS, JsonObject.builder().build(), true, _ -> true, FileChange.Recode.PLAIN);
    }

    /**
     * Measures the size of the re-encoded collections of a plan without writing them.
     *
     * @return the results in plan order; a collection stays unchanged if its result is not smaller than the file
     */
    public List<ScanResult<Long>> measure(MemoryStore store, CompressPlan plan) throws IOException {
        Set<String> planned =
                plan.changes().changes().stream().map(StoreChange::path).collect(Collectors.toSet());
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
        List<StoreChange> changes = new ArrayList<>();
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        long bytes = 0;
        boolean isOfFiles = store.files().isPresent();
        for (ScanResult<Boolean> scanned : store.scan(listing, selection, OpenCollection::isCompressed)) {
            // A file with a gzip suffix stays compressed.
            if (!isOfFiles || scanned.file().suffixed() || !wanted.test(scanned.state())) {
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
