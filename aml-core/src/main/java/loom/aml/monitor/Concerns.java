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
import org.jspecify.annotations.Nullable;

/**
 * All that somebody should be told of a store as it is now. A value that has raised an alert must be back by some more than it
 * was over before the concern is gone; so what hovers about a threshold is told of once.
 */
final class Concerns {
    static final String BACKUP = "backup";
    private static final String INCIDENT = "incident";
    private static final String CLOCK = "clock";
    private static final String UNCONFIRMED = "unconfirmed";

    private final MonitorPolicy policy;
    private final AlertBook open;
    private final List<Concern> list = new ArrayList<>();
    private final Set<String> unjudged = new HashSet<>();
    private final Set<String> unseenAgents = new HashSet<>();

    private Concerns(MonitorPolicy policy, AlertBook open) {
        this.policy = policy;
        this.open = open;
    }

    /**
     * Looks for concerns.
     *
     * @param open the alerts that are open, by which thresholds are held for longer
     */
    static Concerns of(
            Survey survey,
            Metrics metrics,
            Forecast outlook,
            RelatedStatus around,
            RuntimeCaps caps,
            MonitorPolicy policy,
            AlertBook open) {
        Concerns concerns = new Concerns(policy, open);
        concerns.whatWasNotSeen(survey);
        concerns.memory(survey);
        concerns.caps(survey, caps);
        concerns.corrupt(survey);
        concerns.queries(around.queries());
        concerns.backup(around.backup(), metrics.at());
        concerns.runs(survey, around.backup());
        concerns.growth(outlook, metrics.at());
        return concerns;
    }

    List<Concern> list() {
        return list;
    }

    /** Whether enough was known to say of a cause that it is not there. */
    boolean isJudged(String cause) {
        String[] words = cause.split("/", -1);
        return !unjudged.contains(cause) && (words.length < 2 || !unseenAgents.contains(words[1]));
    }

    /** Of what cannot be listed or read it is not known how much there is, so less than before says nothing. */
    private void whatWasNotSeen(Survey survey) {
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
        memory(
                "total_memory",
                "all memory together is large",
                survey.bytes(),
                policy.totalWarning(),
                policy.totalCritical());
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
                    "'aml maintain' makes room; or raise the limit"));
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
            for (ItemKind kind : ItemKind.values()) {
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
                            "'aml prune' makes room for what is worth more"));
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
                    "a collection that can be read",
                    finding.advice()));
        }
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
                        "'aml optimize index' builds the index anew"));
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
                        "the cache serves few queries",
                        Math.round(rate * 100) + " %",
                        Math.round(policy.hitRate() * 100) + " %",
                        "'aml optimize warm-cache' loads what is worth most; or raise cache.size"));
            }
        }
    }

    /** What runs left undone, and what the store lost. */
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
                        "the items of the last backup, but for those that aml removed since",
                        signs.advice())));
        if (!signs.waiting().isEmpty()) {
            list.add(new Concern(
                    CLOCK,
                    Severity.WARNING,
                    "the clock may be wrong",
                    signs.waiting().getFirst(),
                    "a clock that agrees with the last sign of life",
                    "set the clock, or run the command with --trust-clock if it is right"));
        }
        if (!signs.unconfirmed().isEmpty()) {
            list.add(new Concern(
                    UNCONFIRMED,
                    Severity.WARNING,
                    "a removal needs to be confirmed",
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
        // A backup that could not even leave a record is alerted of by the command: only a later proof resolves that.
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
                        "'aml backup auto' makes one and verifies it")));
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
