package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.log.RunLog;
import loom.aml.store.log.RunRecord;

/**
 * A run of several steps, such as the daily job. The job and each step have their own records. The record of a step
 * names the job and is complete when the step ends, so that after a crash between two steps the finished steps can be
 * undone.
 */
public final class Job implements Recorder, AutoCloseable {
    private final Recorder recorder;
    private final RunLog log;
    private final Instant started;
    private final long began = System.nanoTime();
    private final List<String> steps = new ArrayList<>();
    private boolean isEnded;
    private boolean isClosed;

    private Job(Recorder recorder, RunLog log, Instant started) {
        this.recorder = recorder;
        this.log = log;
        this.started = started;
    }

    static Job begin(Recorder recorder, String operation, JsonObject policy, Instant now) throws IOException {
        JsonObject about = JsonObject.builder().put("policy", policy).build();
        return new Job(recorder, recorder.begin(operation, about, now), now);
    }

    /** Returns the id of the run. */
    public String run() {
        return log.run();
    }

    Instant started() {
        return started;
    }

    Duration duration() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public RunLog begin(String operation, JsonObject about, Instant now) throws IOException {
        JsonObject ofStep = JsonObject.builder()
                .putAll(about)
                .put(RunRecord.PART_OF, log.run())
                .build();
        RunLog step = recorder.begin(operation, ofStep, now);
        steps.add(step.run());
        return step;
    }

    /** Ends the record. */
    public void end(Report.Outcome outcome) throws IOException {
        isEnded = true;
        log.event(JsonObject.builder()
                .put("event", "finished")
                .put("outcome", outcome.word())
                .put("duration_ms", duration().toMillis())
                .put(RunRecord.STEPS, steps)
                .build());
    }

    /** Closes the record. A job that was not ended before has failed. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (log) {
            if (!isEnded) {
                end(Report.Outcome.FAILED);
            }
        }
    }
}
