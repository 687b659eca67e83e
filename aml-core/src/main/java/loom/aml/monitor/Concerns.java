package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.ItemKind;
import loom.aml.store.ClockVerdict;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;
import loom.aml.store.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The current concerns about a store. An alert that was raised persists until its value has crossed the threshold back
 * by a margin, so that a value near the threshold does not alert repeatedly.
 */
final class Concerns {
    static final String BACKUP = "backup";
    static final String BULK_DELETION = "bulk_deletion";
    private static final String COPY = "copy/";
    private static final String INCIDENT = "incident";
    private static final String CLOCK = "clock";
    private static final String UNCONFIRMED = "unconfirmed";

    private final MonitorPolicy policy;
    private final AlertBook open;
    private final List<Concern> list = new ArrayList<>();
    private final Set<String> unjudged = new HashSet<>();
    private static final double FULL = 1;

    private final Set<String> unseenAgents = new HashSet<>();

    private Concerns(MonitorPolicy policy, AlertBook open) {
        this.policy = policy;
        this.open = open;
    }

    /**
     * Finds the concerns.
     *
     * @param open the open alerts, whose thresholds include the margin
     */
    static Concerns of(
            Survey survey,
            Metrics metrics,
            Forecast outlook,
            RelatedStatus related,
            RuntimeCaps caps,
            MonitorPolicy policy,
            AlertBook open) {
        Concerns concerns = new Concerns(policy, open);
        concerns.markUnjudged(survey);
        // Only a user knows if a deletion was intended.
        concerns.unjudged.add(BULK_DELETION);
        concerns.memory(survey);
        concerns.caps(survey, caps);
        concerns.corrupt(survey);
        concerns.indexes(survey);
        concerns.queries(related.queries());
        concerns.backup(related.backup(), metrics.at());
        concerns.copies(related.copies(), metrics.at());
        concerns.runs(survey, related.backup());
        concerns.growth(outlook, metrics.at());
        return concerns;
    }

    List<Concern> list() {
        return list;
    }

    /** Returns whether enough is known to say that a cause is absent. */
    boolean isJudged(String cause) {
        String[] words = cause.split("/", -1);
        return !unjudged.contains(cause) && (words.length < 2 || !unseenAgents.contains(words[1]));
    }

    /** Marks the causes that cannot be judged, because the size of data that cannot be listed or read is unknown. */
    private void markUnjudged(Survey survey) {
        for (Finding finding : survey.listing()) {
            if (finding.isProblem()) {
                unseenAgents.add(finding.where());
                unjudged.add("total_memory");
            }
        }
        for (Finding finding : survey.unreadable()) {
            CollectionFile.ofPath(finding.where())
                    .ifPresent(file -> unjudged.add(
                            "runtime_cap/" + file.agent() + "/" + file.kind().plural()));
        }
    }

    private void memory(Survey survey) {
        survey.agents().forEach((agent, figures) -> {
            MonitorPolicy.OfAgent limits = policy.of(agent);
            memory(
                    "agent_memory/" + agent,
                    "the memory of " + agent + " is large",
                    figures.bytes(),
                    limits.warning(),
                    limits.critical());
        });
        memory("total_memory", "total memory is large", survey.bytes(), policy.totalWarning(), policy.totalCritical());
    }

    private void memory(String cause, String title, long bytes, long warning, long critical) {
        Severity level = level(open.severityOf(cause), bytes, warning, critical);
        if (level != null) {
            list.add(new Concern(
                    cause,
                    level,
                    title,
                    HealthChecks.size(bytes),
                    HealthChecks.size(level == Severity.CRITICAL ? critical : warning),
                    "'aml maintain' frees space; or raise the limit"));
        }
    }

    private @Nullable Severity level(@Nullable Severity now, double value, double warning, double critical) {
        double back = 1 - policy.alerts().hysteresis();
        if (value >= critical || (now == Severity.CRITICAL && value > critical * back)) {
            return Severity.CRITICAL;
        }
        return value >= warning || (now != null && value > warning * back) ? Severity.WARNING : null;
    }

    private void caps(Survey survey, RuntimeCaps caps) {
        survey.agents().forEach((agent, figures) -> {
            for (ItemKind kind : ItemKind.RUNTIME) {
                String cause = "runtime_cap/" + agent + "/" + kind.plural();
                int cap = caps.of(agent, kind);
                double from = cap * policy.capShare();
                double least = open.severityOf(cause) == null
                        ? from
                        : from * (1 - policy.alerts().hysteresis());
                if (figures.count(kind) > 0 && figures.count(kind) >= least) {
                    list.add(new Concern(
                            cause,
                            Severity.INFO,
                            "the runtime drops " + kind.plural() + " of " + agent + " beyond " + cap,
                            figures.count(kind) + " " + kind.plural(),
                            Math.round(from) + " of " + cap,
                            "'aml prune' removes the least valuable items"));
                }
            }
        });
    }

    private void corrupt(Survey survey) {
        for (Finding finding : survey.unreadable()) {
            list.add(new Concern(
                    "corrupt/" + finding.where(),
                    Severity.ERROR,
                    finding.where() + " cannot be read",
                    finding.what()
                            + (finding.offset().isPresent()
                                    ? " at byte " + finding.offset().getAsLong()
                                    : ""),
                    "a readable collection",
                    finding.advice()));
        }
    }

    private void indexes(Survey survey) {
        survey.indexes().forEach((path, size) -> {
            double share = size.shareOf(IndexSize.LOADED);
            if (share >= IndexSize.NEARLY_FULL) {
                list.add(new Concern(
                        "index_budget/" + path,
                        share >= FULL ? Severity.ERROR : Severity.WARNING,
                        share >= FULL ? "the end of " + path + " is not loaded" : path + " is nearly full",
                        size.lines() + " lines, " + size.bytes() + " bytes",
                        IndexSize.LOADED.lines() + " lines, " + IndexSize.LOADED.bytes() + " bytes are loaded",
                        "'aml optimize fold' moves the lines used least into indexes of their own"));
            }
        });
    }

    private void queries(Optional<QueryStatus> queries) {
        Optional<Duration> time = queries.flatMap(QueryStatus::time);
        double back = policy.alerts().hysteresis();
        if (time.isEmpty()) {
            unjudged.add("query_time");
        } else {
            double limit = policy.queryTime().toNanos();
            double value = time.get().toNanos();
            if (value > limit || (open.severityOf("query_time") != null && value > limit * (1 - back))) {
                list.add(new Concern(
                        "query_time",
                        Severity.WARNING,
                        "queries are slow",
                        time.get().toMillis() + " ms",
                        policy.queryTime().toMillis() + " ms",
                        "'aml optimize index' rebuilds the index"));
            }
        }
        if (queries.isEmpty() || queries.get().hitRate().isEmpty()) {
            unjudged.add("hit_rate");
        } else {
            double rate = queries.get().hitRate().getAsDouble();
            if (rate < policy.hitRate()
                    || (open.severityOf("hit_rate") != null && rate < policy.hitRate() * (1 + back))) {
                list.add(new Concern(
                        "hit_rate",
                        Severity.WARNING,
                        "the cache answers few queries",
                        Math.round(rate * 100) + " %",
                        Math.round(policy.hitRate() * 100) + " %",
                        "'aml optimize warm-cache' loads the most valuable items; or raise cache.size"));
            }
        }
    }

    /** Adds unfinished work and losses of items. */
    private void runs(Survey survey, Optional<BackupStatus> backup) {
        if (backup.isEmpty()) {
            unjudged.add(INCIDENT);
            unjudged.add(CLOCK);
            unjudged.add(UNCONFIRMED);
            return;
        }
        RunConcerns signs = backup.get().signs();
        HealthChecks.lossOf(survey, backup.get())
                .ifPresent(loss -> list.add(new Concern(
                        INCIDENT,
                        Severity.CRITICAL,
                        "the store lost most of its items",
                        loss,
                        "the items of the last backup, except those that aml removed since",
                        signs.advice())));
        if (!signs.waiting().isEmpty()) {
            list.add(new Concern(
                    CLOCK,
                    Severity.WARNING,
                    "the clock may be wrong",
                    signs.waiting().getFirst(),
                    "a clock that agrees with the last recorded activity",
                    "set the clock, or run the command with --trust-clock if it is right"));
        }
        if (!signs.unconfirmed().isEmpty()) {
            list.add(new Concern(
                    UNCONFIRMED,
                    Severity.WARNING,
                    "a removal needs confirmation",
                    signs.unconfirmed().getFirst(),
                    "a smaller share of the items than confirm.share",
                    "check with '--dry-run', then run the command with --yes"));
        }
    }

    private void backup(Optional<BackupStatus> backup, Instant now) {
        if (backup.isEmpty()) {
            unjudged.add(BACKUP);
            return;
        }
        // A failed backup that left no record was alerted by the command. Only a later proof resolves that alert.
        Optional<Instant> alerted = open.open()
                .filter(alert -> alert.cause().equals(BACKUP))
                .map(Alert::lastSeen)
                .filter(seen -> !ClockVerdict.isAhead(seen, now))
                .findFirst();
        Optional<Instant> proved = backup.get().signs().proved();
        if (alerted.isPresent() && proved.filter(alerted.get()::isAfter).isPresent()) {
            unjudged.add(BACKUP);
        }
        backup.get()
                .failure()
                .ifPresent(failure -> list.add(new Concern(
                        BACKUP,
                        Severity.ERROR,
                        "a backup or verification failed",
                        failure,
                        "backups that can be restored",
                        "'aml backup auto' creates and verifies one")));
    }

    private void copies(Optional<List<CopyStatus>> copies, Instant now) {
        if (copies.isEmpty()) {
            open.open()
                    .map(Alert::cause)
                    .filter(cause -> cause.startsWith(COPY))
                    .forEach(unjudged::add);
            return;
        }
        for (CopyStatus copy : copies.get()) {
            // Before the first attempt there is nothing to say that the user who configured it does not know.
            boolean isTried = copy.complete().isPresent() || copy.failure().isPresent();
            if (isTried && HealthChecks.statusOf(copy, policy, now) != Health.Status.HEALTHY) {
                list.add(new Concern(
                        COPY + copy.place(),
                        copy.failure().isPresent() ? Severity.ERROR : Severity.WARNING,
                        "the copy of the backups in " + copy.place() + " is not up to date",
                        HealthChecks.words(copy, now),
                        "a complete copy within " + policy.backupWithin().toHours() + " h",
                        "'aml backup copy' copies what is missing"));
            }
        }
    }

    private void growth(Forecast outlook, Instant now) {
        open.open()
                .map(Alert::cause)
                .filter(cause -> cause.startsWith("growth/"))
                .filter(cause -> !outlook.judged().contains(cause.substring("growth/".length())))
                .forEach(unjudged::add);
        for (Forecast.Reached reached : outlook.reached()) {
            String cause = "growth/" + reached.what();
            double left = Duration.between(now, reached.when()).toMillis();
            double horizon = policy.growthHorizon().toMillis();
            double limit = open.severityOf(cause) == null
                    ? horizon
                    : horizon * (1 + policy.alerts().hysteresis());
            if (left <= limit) {
                list.add(new Concern(
                        cause,
                        Severity.WARNING,
                        "growth reaches a limit soon",
                        reached.what() + " reaches " + HealthChecks.size(reached.limit()) + " at " + reached.when(),
                        policy.growthHorizon().toDays() + " days ahead",
                        "'aml maintain' every day keeps memory small; or raise the limit"));
            }
        }
    }
}
