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

/**
 * Finds out from the records of runs how long operations took. All of the newest runs are considered, and the latest
 * daily job even if it is older, because an agent that writes often may record more runs in a day than these.
 */
public final class RunPerformance {
    private static final int NEWEST = 200;

    private final LogFolder logs;
    private final Map<String, Performance.Run> last = new TreeMap<>();
    private final Map<String, Done> ofSteps = new HashMap<>();

    private RunPerformance(LogFolder logs) {
        this.logs = logs;
    }

    /** The sums of a run and its steps. */
    private record Done(long items, long bytesFreed, long bytesAdded) {
        static final Done NOTHING = new Done(0, 0, 0);

        static Done of(RunRecord run) {
            return new Done(run.removed() + run.inserted() + run.transformed(), run.bytesFreed(), run.bytesAdded());
        }

        Done plus(@Nullable Done other) {
            return other == null
                    ? this
                    : new Done(items + other.items, bytesFreed + other.bytesFreed, bytesAdded + other.bytesAdded);
        }
    }

    /** Reads records. One that cannot be read is left out; 'aml history' reports it. */
    public static Performance of(LogFolder logs, Optional<QueryStatus> queries) throws IOException {
        RunPerformance performance = new RunPerformance(logs);
        List<String> runs = logs.runs();
        int older = Math.max(0, runs.size() - NEWEST);
        for (String id : runs.subList(older, runs.size()).reversed()) {
            performance.read(id);
        }
        for (int i = older - 1; i >= 0 && !performance.last.containsKey(OperationNames.MAINTAIN); i--) {
            performance.readDailyJob(runs.get(i));
        }
        return new Performance(performance.last, queries);
    }

    /** Reads the record of a run, and its steps, if it is the daily job. */
    private void readDailyJob(String id) {
        try {
            if (!logs.isOf(id, OperationNames.MAINTAIN)) {
                return;
            }
            RunRecord record = logs.read(id);
            Done done = Done.of(record);
            for (String step : record.steps()) {
                done = logs.readable(step).map(Done::of).orElse(Done.NOTHING).plus(done);
            }
            add(record, done);
        } catch (IOException e) {
            // See above.
        }
    }

    private void read(String id) {
        try {
            RunRecord record = logs.read(id);
            // The steps of a run began after it, so they come first.
            Done done = Done.of(record).plus(ofSteps.remove(id));
            record.partOf().ifPresent(run -> ofSteps.merge(run, done, Done::plus));
            add(record, done);
        } catch (IOException e) {
            // See above.
        }
    }

    private void add(RunRecord record, Done done) {
        if (record.duration().isPresent() && record.startedAt().isPresent()) {
            last.putIfAbsent(
                    record.operation(),
                    new Performance.Run(
                            record.run(),
                            record.startedAt().get(),
                            record.duration().get(),
                            Report.Outcome.of(record).map(Report.Outcome::word).orElse("unknown"),
                            done.items,
                            done.bytesFreed,
                            done.bytesAdded,
                            record.snapshot().or(record::ownSnapshot)));
        }
    }
}
