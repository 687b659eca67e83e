package loom.aml.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import loom.aml.store.Finding;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.store.loom.FileMemoryStore;

/**
 * The findings of the last run of an operation, which need not be shown to a person again. A problem is never known: it lasts until
 * somebody solves it.
 *
 * <p>The record of a run has a digest of each finding that is not a problem: of its kind, its place and its text. Digits in the text
 * do not count, since the ordinal of an item changes with each removal before it.
 */
public final class KnownFindings {
    /** No finding is known. */
    public static final KnownFindings NONE = new KnownFindings(Set.of());

    /** Key under which the record of a run lists digests when it ends. */
    static final String FINDINGS = "findings";

    /** Operations that people repeat on the same store. Others are asked for once, and their findings are always new. */
    private static final Set<String> REPEATED =
            Set.of("maintain", "optimize all", OperationNames.GC, OperationNames.PRUNE, "compress");

    /** Keeps records small. Findings beyond it are shown each time. */
    private static final int RECORDED = 4_096;

    private final Set<String> digests;

    private KnownFindings(Set<String> digests) {
        this.digests = Set.copyOf(digests);
    }

    /** Returns the findings of the last run of an operation that ended. */
    public static KnownFindings of(FileMemoryStore store, String operation) throws IOException {
        return before(store, operation, "");
    }

    /**
     * Returns the findings of the last run of an operation that ended before another one.
     *
     * @param run the id of the other run, which does not count
     */
    public static KnownFindings before(FileMemoryStore store, String operation, String run) throws IOException {
        if (!REPEATED.contains(operation)) {
            return NONE;
        }
        LogFolder logs = store.logs();
        for (String earlier : logs.runs().reversed()) {
            if (!earlier.equals(run) && logs.isOf(earlier, operation)) {
                Optional<RunRecord> record = read(logs, earlier);
                if (record.isPresent() && record.get().finished().isPresent()) {
                    return of(logs, record.get());
                }
            }
        }
        return NONE;
    }

    private static KnownFindings of(LogFolder logs, RunRecord run) {
        Set<String> digests = new HashSet<>(digestsIn(run));
        for (String step : run.steps()) {
            read(logs, step).ifPresent(record -> digests.addAll(digestsIn(record)));
        }
        return new KnownFindings(digests);
    }

    /** A record that cannot be read knows nothing: its findings are shown again. */
    private static Optional<RunRecord> read(LogFolder logs, String run) {
        try {
            return Optional.of(logs.read(run));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> digestsIn(RunRecord record) {
        return record.finished().map(end -> end.strings(FINDINGS)).orElse(List.of());
    }

    /** Returns the findings that are new, and all problems. */
    public List<Finding> unknown(List<Finding> findings) {
        List<Finding> unknown = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.isProblem() || !digests.contains(digest(finding))) {
                unknown.add(finding);
            }
        }
        return unknown;
    }

    /** Returns what the record of a run says of its findings. */
    static List<String> digests(List<Finding> findings) {
        Set<String> digests = new LinkedHashSet<>();
        for (Finding finding : findings) {
            if (!finding.isProblem() && digests.size() < RECORDED) {
                digests.add(digest(finding));
            }
        }
        return List.copyOf(digests);
    }

    private static String digest(Finding finding) {
        CRC32C crc = new CRC32C();
        String what = finding.what().replaceAll("[0-9]", "");
        crc.update((finding.kind().word() + '\n' + finding.where() + '\n' + what).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
