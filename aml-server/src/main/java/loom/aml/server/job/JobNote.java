package loom.aml.server.job;

import java.time.Instant;
import java.util.Optional;

/**
 * The part of the state of a job that outlives the process.
 *
 * @param times the cron expression; with another one, earlier times mean nothing
 * @param settled all times up to this one are settled: a run answered them, or the job was not to run
 * @param last the last run; empty before the first
 */
record JobNote(String times, Instant settled, Optional<JobReport> last) {}
