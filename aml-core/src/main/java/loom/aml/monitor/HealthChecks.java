package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.monitor.Health.Check;
import loom.aml.monitor.Health.Status;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;

/** The checks. Each reports the observed value, its limit and the action to take. */
final class HealthChecks {
    /** Backup is critical if the newest verified backup is older than this many times the allowed age. */
    private static final int FAR_TOO_OLD = 7;

    private static final String UNKNOWN = "unknown";
    private static final long KB_TO = 999_500;

    private HealthChecks() {}

    static Health of(Survey survey, List<Finding> unsettled, MonitorPolicy policy, RelatedStatus related) {
        List<Check> checks = new ArrayList<>(List.of(
                structure(survey, unsettled),
                memoryLimits(survey, policy),
                index(related.index()),
                backup(related.backup(), policy, survey.at()),
                integrity(survey, related.backup()),
                queryTime(related.queries(), policy)));
        if (!survey.indexes().isEmpty()) {
            checks.add(2, indexBudget(survey));
        }
        copies(related.copies(), policy, survey.at()).ifPresent(checks::add);
        return new Health(survey.at(), checks);
    }

    /** Claude Code silently drops the end of an index of notes that is too large. */
    private static Check indexBudget(Survey survey) {
        Map.Entry<String, IndexSize> fullest = survey.indexes().entrySet().stream()
                .max(Comparator.comparingDouble(index -> index.getValue().shareOf(IndexSize.LOADED)))
                .orElseThrow();
        double share = fullest.getValue().shareOf(IndexSize.LOADED);
        Status status = share >= 1 ? Status.CRITICAL : share >= IndexSize.NEARLY_FULL ? Status.WARNING : Status.HEALTHY;
        return new Check(
                "index_budget",
                status,
                fullest.getKey() + ": " + Math.round(share * 100) + " %",
                "less than " + Math.round(IndexSize.NEARLY_FULL * 100) + " % of the " + IndexSize.LOADED.lines()
                        + " lines and " + IndexSize.LOADED.bytes() + " bytes that are loaded",
                status == Status.HEALTHY ? "" : "'aml optimize fold' moves the lines used least");
    }

    /** Returns the health of a store that cannot be listed. */
    static Health unreadable(String why, MonitorPolicy policy, RelatedStatus related, Instant now) {
        List<Check> checks = new ArrayList<>(List.of(
                new Check(
                        "structure",
                        Status.CRITICAL,
                        why,
                        "a store that can be listed",
                        "fix the cause named above, or restore the store from a backup"),
                notSeen("memory_limits"),
                index(related.index()),
                backup(related.backup(), policy, now),
                notSeen("integrity"),
                queryTime(related.queries(), policy)));
        copies(related.copies(), policy, now).ifPresent(checks::add);
        return new Health(now, checks);
    }

    private static Check notSeen(String name) {
        return new Check(name, Status.UNKNOWN, UNKNOWN, "", "the store cannot be read, see structure");
    }

    private static Check structure(Survey survey, List<Finding> unsettled) {
        List<Finding> all = new ArrayList<>(unsettled);
        all.addAll(survey.listing());
        String limit = "readable directories, no links, no abandoned locks, no interrupted changes";
        if (all.isEmpty()) {
            return new Check("structure", Status.HEALTHY, count(survey.agents().size(), "agent"), limit, "");
        }
        Status status = all.stream().anyMatch(Finding::isProblem) ? Status.CRITICAL : Status.WARNING;
        Finding first = all.stream().filter(Finding::isProblem).findFirst().orElse(all.getFirst());
        String advice =
                first.kind() == Finding.Kind.RECOVERY ? "the next command that writes recovers it" : first.advice();
        return new Check("structure", status, first(first, all.size()), limit, advice);
    }

    private static String first(Finding finding, long of) {
        String place =
                finding.offset().isPresent() ? " at byte " + finding.offset().getAsLong() : "";
        String text = finding.where() + ": " + finding.what() + place;
        return of == 1 ? text : text + "; and " + (of - 1) + " more";
    }

    private static Check memoryLimits(Survey survey, MonitorPolicy policy) {
        Status status = level(survey.bytes(), policy.totalWarning(), policy.totalCritical());
        String worst = "";
        long worstBytes = 0;
        double worstShare = -1;
        for (Map.Entry<String, Survey.AgentFigures> agent : survey.agents().entrySet()) {
            MonitorPolicy.OfAgent limits = policy.of(agent.getKey());
            status = status.and(level(agent.getValue().bytes(), limits.warning(), limits.critical()));
            double share = (double) agent.getValue().bytes() / Math.max(1, limits.critical());
            if (share > worstShare) {
                worstShare = share;
                worst = agent.getKey();
                worstBytes = agent.getValue().bytes();
            }
        }
        MonitorPolicy.OfAgent limits = policy.of(worst);
        String seen =
                "all agents " + size(survey.bytes()) + (worst.isEmpty() ? "" : ", " + worst + " " + size(worstBytes));
        String limit = "all agents " + size(policy.totalWarning()) + " and " + size(policy.totalCritical())
                + (worst.isEmpty()
                        ? ""
                        : ", " + worst + " " + size(limits.warning()) + " and " + size(limits.critical()));
        String advice = status == Status.HEALTHY ? "" : "'aml maintain' frees space; or raise the limits";
        return new Check("memory_limits", status, seen, limit, advice);
    }

    private static Status level(long bytes, long warning, long critical) {
        return bytes >= critical ? Status.CRITICAL : bytes >= warning ? Status.WARNING : Status.HEALTHY;
    }

    private static Check index(Optional<IndexStatus> index) {
        String limit = "an up-to-date index";
        if (index.isEmpty()) {
            return new Check("index", Status.UNKNOWN, UNKNOWN, limit, "run aml as the owner of the store to check it");
        }
        String build = "'aml optimize index' builds it";
        if (!index.get().present()) {
            return new Check("index", Status.WARNING, "no index", limit, build);
        }
        return index.get().fresh()
                ? new Check(
                        "index",
                        Status.HEALTHY,
                        "up to date, " + size(index.get().bytes()),
                        limit,
                        "")
                : new Check("index", Status.WARNING, "outdated", limit, build);
    }

    private static Check backup(Optional<BackupStatus> backup, MonitorPolicy policy, Instant now) {
        String limit = "a verified backup within " + ago(policy.backupWithin());
        if (backup.isEmpty()) {
            return new Check("backup", Status.UNKNOWN, UNKNOWN, limit, "");
        }
        String make = "'aml backup auto' creates and verifies one";
        String failed = backup.get().failure().map(failure -> "; " + failure).orElse("");
        if (backup.get().newestVerified().isEmpty()) {
            String none = backup.get()
                    .signs()
                    .ahead()
                    .map(time -> "the newest backup is dated " + time + ", in the future, so its age is unknown")
                    .orElse("no verified backup");
            return new Check("backup", Status.WARNING, none + failed, limit, make);
        }
        Duration age = Duration.between(backup.get().newestVerified().get(), now);
        Status status = byAge(age, policy);
        // A backup that was found damaged counts as a failure, even if it was verified before.
        Status worse = failed.isEmpty() ? status : status.and(Status.WARNING);
        return new Check("backup", worse, ago(age) + " ago" + failed, limit, worse == Status.HEALTHY ? "" : make);
    }

    /** Returns the check of the copies of the backups; empty if none are configured, or their state is unknown. */
    private static Optional<Check> copies(Optional<List<CopyStatus>> copies, MonitorPolicy policy, Instant now) {
        if (copies.isEmpty() || copies.get().isEmpty()) {
            return Optional.empty();
        }
        Status worst = Status.HEALTHY;
        String seen =
                copies.get().size() == 1 ? "one complete copy" : copies.get().size() + " complete copies";
        for (CopyStatus copy : copies.get()) {
            Status status = statusOf(copy, policy, now);
            if (status != worst && status.and(worst) == status) {
                worst = status;
                seen = copy.place() + ": " + words(copy, now);
            }
        }
        return Optional.of(new Check(
                "copies",
                worst,
                seen,
                "a complete copy in each place within " + ago(policy.backupWithin()),
                worst == Status.HEALTHY ? "" : "'aml backup copy' copies what is missing"));
    }

    static Status statusOf(CopyStatus copy, MonitorPolicy policy, Instant now) {
        if (copy.complete().isEmpty()) {
            return Status.WARNING;
        }
        Status byAge = byAge(Duration.between(copy.complete().get(), now), policy);
        return copy.failure().isEmpty() ? byAge : byAge.and(Status.WARNING);
    }

    /** Returns the state of a copy in words. */
    static String words(CopyStatus copy, Instant now) {
        String complete = copy.complete()
                .map(time -> "complete " + ago(Duration.between(time, now)) + " ago")
                .orElse("no complete copy");
        return complete
                + copy.failure().map(why -> "; the last attempt failed: " + why).orElse("");
    }

    private static Status byAge(Duration age, MonitorPolicy policy) {
        return age.compareTo(policy.backupWithin()) <= 0
                ? Status.HEALTHY
                : age.compareTo(Duration.ofMillis(policy.backupWithin().toMillis() * FAR_TOO_OLD)) <= 0
                        ? Status.WARNING
                        : Status.CRITICAL;
    }

    private static Check integrity(Survey survey, Optional<BackupStatus> backup) {
        String limit = "every collection can be read and every item loaded by the runtime";
        Optional<String> loss = backup.flatMap(status -> lossOf(survey, status));
        if (loss.isPresent()) {
            return new Check(
                    "integrity",
                    Status.CRITICAL,
                    loss.get(),
                    "the items of the last backup, except those that aml removed since",
                    backup.get().signs().advice());
        }
        if (!survey.unreadable().isEmpty()) {
            Finding first = survey.unreadable().getFirst();
            return new Check(
                    "integrity",
                    Status.CRITICAL,
                    first(first, survey.unreadable().size()),
                    limit,
                    first.advice());
        }
        if (survey.refused().isEmpty()) {
            return new Check("integrity", Status.UNKNOWN, "not checked against the runtime's schema", limit, "");
        }
        List<Finding> refused = survey.refused().get();
        if (!refused.isEmpty()) {
            Finding first = refused.getFirst();
            return new Check("integrity", Status.WARNING, first(first, survey.refusals()), limit, first.advice());
        }
        int files = survey.files().plain() + survey.files().compressed();
        return new Check("integrity", Status.HEALTHY, count(files, "collection") + " read", limit, "");
    }

    /** Returns the loss of items of a store; empty if no items were lost or the store cannot be read completely. */
    static Optional<String> lossOf(Survey survey, BackupStatus backup) {
        boolean isAllKnown =
                survey.unreadable().isEmpty() && survey.listing().stream().noneMatch(Finding::isProblem);
        long items = 0;
        for (Survey.AgentFigures agent : survey.agents().values()) {
            for (long count : agent.items().values()) {
                items += count;
            }
        }
        return backup.signs().lossOf(items, isAllKnown);
    }

    private static Check queryTime(Optional<QueryStatus> queries, MonitorPolicy policy) {
        String limit = policy.queryTime().toMillis() + " ms";
        if (queries.isEmpty()) {
            return new Check("query_time", Status.UNKNOWN, UNKNOWN, limit, "");
        }
        if (queries.get().time().isEmpty()) {
            return new Check("query_time", Status.HEALTHY, "no queries yet", limit, "");
        }
        Duration time = queries.get().time().get();
        String seen = time.toMillis() + " ms";
        return time.compareTo(policy.queryTime()) > 0
                ? new Check("query_time", Status.WARNING, seen, limit, "'aml optimize index' rebuilds the index")
                : new Check("query_time", Status.HEALTHY, seen, limit, "");
    }

    private static String ago(Duration duration) {
        return duration.toHours() >= 48
                ? duration.toDays() + " days"
                : duration.toHours() > 0 ? duration.toHours() + " h" : Math.max(0, duration.toMinutes()) + " min";
    }

    private static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Formats a size in MB, so that the values of a check are easy to compare; in kB if it is below 1 MB. */
    static String size(long bytes) {
        if (bytes < KB_TO) {
            return Math.round(bytes / 1000.0) + " kB";
        }
        long tenths = Math.round(bytes / 100_000.0);
        return tenths / 10 + "." + tenths % 10 + " MB";
    }
}
