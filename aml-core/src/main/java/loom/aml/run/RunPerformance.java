package loom.aml.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.monitor.Performance;
import loom.aml.monitor.QueryStatus;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** Finds out from the records of runs how long operations took. */
public final class RunPerformance {
    private static final int NEWEST = 200;

    private RunPerformance() {}

    /** The sums of a run and its steps. */
    private record Done(long items, long bytesFreed, long bytesAdded) {
        static Done of(RunRecord run) {
            return new Done(run.removed() + run.inserted() + run.transformed(), run.bytesFreed(), run.bytesAdded());
        }

        Done plus(@Nullable Done other) {
            return other == null
                    ? this
                    : new Done(items + other.items, bytesFreed + other.bytesFreed, bytesAdded + other.bytesAdded);
        }
    }

    /** Reads the newest records. One that cannot be read is left out; 'aml history' reports it. */
    public static Performance of(LogFolder logs, Optional<QueryStatus> queries) throws IOException {
        List<String> runs = logs.runs();
        List<String> newest = runs.subList(Math.max(0, runs.size() - NEWEST), runs.size());
        Map<String, Performance.Run> last = new TreeMap<>();
        Map<String, Done> ofSteps = new HashMap<>();
        for (String id : newest.reversed()) {
            try {
                RunRecord record = logs.read(id);
                // The steps of a run began after it, so they come first.
                Done done = Done.of(record).plus(ofSteps.remove(id));
                record.partOf().ifPresent(run -> ofSteps.merge(run, done, Done::plus));
                if (record.duration().isPresent() && record.startedAt().isPresent()) {
                    last.putIfAbsent(
                            record.operation(),
                            new Performance.Run(
                                    id,
                                    record.startedAt().get(),
                                    record.duration().get(),
                                    Report.Outcome.of(record)
                                            .map(Report.Outcome::word)
                                            .orElse("unknown"),
                                    done.items,
                                    done.bytesFreed,
                                    done.bytesAdded,
                                    record.snapshot().or(record::ownSnapshot)));
                }
            } catch (IOException e) {
                // See above.
            }
        }
        return new Performance(last, newest.size(), queries);
    }
}
