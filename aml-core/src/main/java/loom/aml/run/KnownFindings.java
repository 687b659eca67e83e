package loom.aml.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/**
 * The findings of the last run of an operation, which need not be shown to a user again. A problem is never known: it
 * is shown until it is solved.
 *
 * <p>The record of a run has a digest of the kind, place and subject of each finding that is not a problem. The position
 * of an item without an id is ignored, because it changes with each removal before it. The text is not part of it, so a
 * finding remains known if a later version words it differently. Records of earlier versions have digests of the kind,
 * place and text.
 */
public final class KnownFindings {
    /** No finding is known. */
    public static final KnownFindings NONE = new KnownFindings(Set.of());

    /** Key under which the record of a run lists digests when it ends. */
    static final String FINDINGS = "known_findings";

    /** The same key in records of earlier versions, whose digests include the text. */
    private static final String WITH_TEXT = "findings";

    private static final Pattern POSITION = Pattern.compile("/#[0-9]+$");

    /** Operations that users repeat on the same store. The findings of all other operations are always new. */
    private static final Set<String> REPEATED =
            Set.of(OperationNames.MAINTAIN, "optimize all", OperationNames.GC, OperationNames.PRUNE, "compress");

    /** Keeps records small. Further findings are shown each time. */
    private static final int RECORDED = 4_096;

    private final Set<String> digests;

    private KnownFindings(Set<String> digests) {
        this.digests = Set.copyOf(digests);
    }

    /** Returns the findings of the last finished run of an operation. */
    public static KnownFindings of(MemoryStore store, String operation) throws IOException {
        return before(store, operation, "");
    }

    /**
     * Returns the findings of the last run of an operation that finished before another one.
     *
     * @param run the id of the other run, which is excluded
     */
    public static KnownFindings before(MemoryStore store, String operation, String run) throws IOException {
        if (!REPEATED.contains(operation)) {
            return NONE;
        }
        LogFolder logs = LogFolder.of(store.place());
        for (String earlier : logs.runs().reversed()) {
            if (!earlier.equals(run) && logs.isOf(earlier, operation)) {
                Optional<RunRecord> record = logs.readable(earlier);
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
            logs.readable(step).ifPresent(record -> digests.addAll(digestsIn(record)));
        }
        return new KnownFindings(digests);
    }

    private static List<String> digestsIn(RunRecord record) {
        return record.finished()
                .map(end -> end.has(FINDINGS) ? end.strings(FINDINGS) : end.strings(WITH_TEXT))
                .orElse(List.of());
    }

    /** Returns the findings that are new, and all problems. */
    public List<Finding> unknown(List<Finding> findings) {
        List<Finding> unknown = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.isProblem()
                    || !digests.contains(digest(finding)) && !digests.contains(digestWithText(finding))) {
                unknown.add(finding);
            }
        }
        return unknown;
    }

    /** Returns the digests of findings for the record of a run. */
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
        String place = POSITION.matcher(finding.where()).replaceFirst("/#");
        return crc(finding.kind().word() + '\n' + place + '\n' + finding.subject());
    }

    private static String digestWithText(Finding finding) {
        String what = finding.what().replaceAll("[0-9]", "");
        return crc(finding.kind().word() + '\n' + finding.where() + '\n' + what);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
