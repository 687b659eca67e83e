package loom.aml.app.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.text.Amounts;
import loom.aml.json.JsonObject;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Lists runs, newest first. */
public final class ListRuns {
    private final OpenStore opened;

    public ListRuns(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param limit the maximum number of runs
     * @param before list only runs that are older than this one; empty for the newest
     */
    public record Request(int limit, Optional<String> before) {
        public Request(int limit) {
            this(limit, Optional.empty());
        }

        public Request {
            if (limit < 1) {
                throw new IllegalArgumentException("--limit must be at least 1: " + limit);
            }
        }
    }

    /**
     * The runs.
     *
     * @param store the location of the store
     * @param total the number of recorded runs
     * @param runs the newest of those that were requested
     * @param undone the ids of runs and steps that were undone
     * @param findings records that could not be read
     */
    public record Result(String store, int total, List<RecordedRun> runs, Set<String> undone, List<Finding> findings) {
        public Result {
            runs = List.copyOf(runs);
            undone = Set.copyOf(undone);
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("total", total)
                    .put(
                            "runs",
                            runs.stream()
                                    .map(run -> ListRuns.toJson(run, undone))
                                    .toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        History history = new History(opened.store());
        List<RunRecord> records = history.runs();
        List<RecordedRun> runs = RecordedRun.group(records);
        List<RecordedRun> older = runs;
        if (request.before().isPresent()) {
            int place = runs.stream()
                    .map(RecordedRun::run)
                    .toList()
                    .indexOf(request.before().get());
            if (place < 0) {
                throw new NoSuchRunException(request.before().get());
            }
            older = runs.subList(place + 1, runs.size());
        }
        return new Result(
                opened.location(),
                runs.size(),
                older.subList(0, Math.min(request.limit(), older.size())),
                History.undone(records),
                history.unreadable());
    }

    /** Returns one run; empty if it does not exist. */
    public Optional<Result> only(String run) throws IOException {
        History history = new History(opened.store());
        List<RunRecord> records = history.runs();
        List<RecordedRun> runs = RecordedRun.group(records);
        return runs.stream()
                .filter(each -> each.run().equals(run))
                .findFirst()
                .map(found -> new Result(
                        opened.location(), runs.size(), List.of(found), History.undone(records), history.unreadable()));
    }

    /** Returns the ids of all runs, newest first, without reading them. */
    public List<String> ids() throws IOException {
        return LogFolder.of(opened.store().place()).runs().reversed();
    }

    private static JsonObject toJson(RecordedRun run, Set<String> undone) {
        return fields(run, undone)
                .put(
                        "steps",
                        steps(run).map(step -> fields(step, undone).build()).toList())
                .build();
    }

    /** Returns the steps of a run, each as a run. */
    public static Stream<RecordedRun> steps(RecordedRun run) {
        return run.steps().stream().map(step -> new RecordedRun(step, List.of()));
    }

    private static JsonObject.Builder fields(RecordedRun run, Set<String> undone) {
        RunRecord record = run.record();
        JsonObject.Builder json = JsonObject.builder()
                .put("run", run.run())
                .put("sequence", record.sequence())
                .put("operation", run.operation())
                .put("started", record.startedAt().orElse(null))
                .put("duration_ms", (String) null);
        record.duration().ifPresent(duration -> json.put("duration_ms", duration.toMillis()));
        return json.put("outcome", outcomeOf(record))
                .put("items_removed", run.removed())
                .put("items_inserted", run.inserted())
                .put("items_transformed", run.transformed())
                .put("bytes_freed", run.bytesFreed())
                .put("bytes_added", run.bytesAdded())
                .put("snapshot_id", run.snapshot().orElse(null))
                .put("undoes", record.undoes().orElse(null))
                .put("undone", undone.contains(run.run()))
                .put("program", record.program().orElse(null))
                .put("session", record.session().orElse(null));
    }

    /** Returns the number of items that a run changed, for people: {@code 3 removed, 1 added}; empty if it changed no item. */
    public static String itemsOf(RecordedRun run) {
        List<String> items = new ArrayList<>();
        add(run.removed(), "removed", items);
        add(run.inserted() - run.restored(), "added", items);
        add(run.restored(), "restored", items);
        add(run.transformed(), "changed", items);
        return String.join(", ", items);
    }

    private static void add(long count, String what, List<String> items) {
        if (count > 0) {
            items.add(Amounts.count(count) + " " + what);
        }
    }

    /** Returns how a run ended; {@code unknown} if its record has a word that this version does not know. */
    public static String outcomeOf(RunRecord run) {
        return run.finished().isEmpty()
                ? "interrupted"
                : Report.Outcome.of(run).map(Report.Outcome::word).orElse("unknown");
    }
}
