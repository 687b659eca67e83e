package loom.aml.backup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;

/**
 * Which snapshots to keep and which to remove. Immutable; a dry run is a plan that is not executed.
 *
 * @param keep the snapshots to keep, the oldest first
 * @param drop the snapshots to remove, the oldest first
 * @param findings why more snapshots are kept than the policy requires
 */
public record RotationPlan(RotationPolicy policy, List<Manifest> keep, List<Manifest> drop, List<Finding> findings) {

    public RotationPlan {
        keep = List.copyOf(keep);
        drop = List.copyOf(drop);
        findings = List.copyOf(findings);
    }

    /**
     * The circumstances that rotation considers besides the snapshots.
     *
     * @param clock if the clock is not trusted, every snapshot is kept
     * @param stopped the reason to keep every snapshot; otherwise empty
     * @param needed the ids of snapshots that are kept regardless of the policy, because undoing a run needs them
     */
    public record Circumstances(ClockVerdict clock, Optional<Finding> stopped, Set<String> needed) {
        public Circumstances {
            needed = Set.copyOf(needed);
        }

        public Circumstances(ClockVerdict clock, Optional<Finding> stopped) {
            this(clock, stopped, Set.of());
        }

        /** Returns circumstances with a trusted clock and no restrictions. */
        public static Circumstances at(Instant now) {
            return new Circumstances(ClockVerdict.trusting(now), Optional.empty());
        }
    }

    /** Plans a rotation that depends on the time alone. */
    public static RotationPlan of(List<Manifest> manifests, RotationPolicy policy, Instant now) {
        return of(manifests, policy, Circumstances.at(now));
    }

    /**
     * Plans a rotation. Always kept are the newest snapshot and the newest full one (of all snapshots, of those that cover the
     * whole store, and of the latter without automatic ones) and the newest {@link RotationPolicy#minCount}. Snapshots with a
     * description, and those that are needed to undo a restore, are kept until they exceed the maximum age or number. Only
     * snapshots that cover the same agents replace each other: a snapshot of some agents does not replace one of the whole
     * store. Ages are measured from the newest snapshot with a plausible time, so snapshots do not age during a pause in
     * backups. A snapshot with an implausible time does not displace others.
     *
     * @param manifests all snapshots in the order in which they were created
     */
    public static RotationPlan of(List<Manifest> manifests, RotationPolicy policy, Circumstances around) {
        if (around.stopped().isPresent()) {
            return new RotationPlan(
                    policy, manifests, List.of(), List.of(around.stopped().get()));
        }
        RotationPlan plan = by(manifests, policy, around);
        if (plan.drop.isEmpty() || around.clock().isTrusted()) {
            return plan;
        }
        Finding waits = around.clock()
                .finding(
                        plan.drop.size() == 1
                                ? "1 snapshot that would be rotated away was kept"
                                : plan.drop.size() + " snapshots that would be rotated away were kept");
        return new RotationPlan(policy, manifests, List.of(), List.of(waits));
    }

    private static RotationPlan by(List<Manifest> manifests, RotationPolicy policy, Circumstances around) {
        SnapshotTimes times = SnapshotTimes.of(manifests, around.clock().now());
        List<Manifest> newestFirst = manifests.reversed();
        List<Manifest> plausible =
                newestFirst.stream().filter(times::isPlausible).toList();
        Set<String> always = always(newestFirst);
        Set<String> wanted = new HashSet<>(always);
        newestFirst.stream().filter(RotationPlan::isDeliberate).forEach(manifest -> wanted.add(manifest.id()));
        wanted.addAll(times.implausible());
        for (List<Manifest> alike : plausible.stream()
                .collect(Collectors.groupingBy(Manifest::agents))
                .values()) {
            newestOfEach(alike, policy.hourly(), time -> time.truncatedTo(ChronoUnit.HOURS), wanted);
            newestOfEach(alike, policy.daily(), time -> time.truncatedTo(ChronoUnit.DAYS), wanted);
        }
        List<Manifest> chosen =
                plausible.stream().filter(manifest -> !manifest.isAutomatic()).toList();
        Set<String> least =
                newestOf(chosen.isEmpty() ? plausible : chosen, Math.min(policy.minCount(), policy.maxCount()), always);

        Instant oldest = times.newest().orElse(around.clock().now()).minus(policy.maxAge());
        Set<String> kept = new HashSet<>(always);
        kept.addAll(around.needed());
        List<Finding> findings = new ArrayList<>();
        Set<String> more = new HashSet<>();
        int room = policy.maxCount() - always.size();
        for (List<Manifest> group : List.of(
                plausible,
                newestFirst.stream().filter(one -> !times.isPlausible(one)).toList())) {
            for (Manifest manifest : group) {
                boolean isYoung = !times.of(manifest).isBefore(oldest);
                boolean isWanted = wanted.contains(manifest.id()) && isYoung;
                if (kept.contains(manifest.id())) {
                    continue;
                }
                if (room > 0 && (isWanted || least.contains(manifest.id()))) {
                    kept.add(manifest.id());
                    room--;
                    if (!isWanted) {
                        more.add(manifest.id());
                    }
                }
            }
        }
        if (!more.isEmpty()) {
            findings.addFirst(Finding.of(
                    Finding.Kind.KEPT,
                    "backup",
                    more.size() + (more.size() == 1 ? " snapshot" : " snapshots")
                            + " kept although the policy would remove them: at least " + least.size() + " are kept",
                    "backup.min_keep sets the minimum"));
        }
        return new RotationPlan(
                policy,
                manifests.stream()
                        .filter(manifest -> kept.contains(manifest.id()))
                        .toList(),
                manifests.stream()
                        .filter(manifest -> !kept.contains(manifest.id()))
                        .toList(),
                findings);
    }

    private static Set<String> always(List<Manifest> newestFirst) {
        Set<String> always = new HashSet<>();
        for (Predicate<Manifest> group : List.<Predicate<Manifest>>of(
                _ -> true, RotationPlan::isOfAll, manifest -> isOfAll(manifest) && !manifest.isAutomatic())) {
            newestFirst.stream().filter(group).limit(1).forEach(manifest -> always.add(manifest.id()));
            newestFirst.stream()
                    .filter(group.and(Manifest::isFull))
                    .limit(1)
                    .forEach(manifest -> always.add(manifest.id()));
        }
        return always;
    }

    /**
     * Returns the newest snapshots of the whole store, or of all snapshots if none covers the whole store. Snapshots that are
     * always kept count towards the number.
     */
    private static Set<String> newestOf(List<Manifest> newestFirst, int count, Set<String> always) {
        Set<String> newest = new HashSet<>();
        boolean isAnyOfAll = newestFirst.stream().anyMatch(RotationPlan::isOfAll);
        newestFirst.stream()
                .map(Manifest::id)
                .filter(always::contains)
                .limit(count)
                .forEach(newest::add);
        for (Manifest manifest : newestFirst) {
            if (newest.size() < count && (!isAnyOfAll || isOfAll(manifest))) {
                newest.add(manifest.id());
            }
        }
        return newest;
    }

    private static boolean isOfAll(Manifest manifest) {
        return manifest.agents().isEmpty();
    }

    private static boolean isDeliberate(Manifest manifest) {
        return manifest.run().isPresent()
                ? manifest.description().equals("before restore")
                : !manifest.description().isEmpty();
    }

    /**
     * Keeps the newest snapshot of each of the given number of hours or days; an automatic one only without an alternative.
     */
    private static void newestOfEach(
            List<Manifest> newestFirst, int count, Function<Instant, Instant> bucket, Set<String> wanted) {
        Map<Instant, Manifest> newest = new HashMap<>();
        for (Manifest manifest : newestFirst) {
            Instant time = bucket.apply(manifest.time());
            Manifest other = newest.get(time);
            if (other == null ? newest.size() < count : other.isAutomatic() && !manifest.isAutomatic()) {
                newest.put(time, manifest);
            }
        }
        newest.values().forEach(manifest -> wanted.add(manifest.id()));
    }

    /** Returns whether every snapshot is kept although the policy would remove some. */
    public boolean isStopped() {
        return findings.stream().anyMatch(Finding::isProblem);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("policy", policy.toJson())
                .put("kept_ids", keep.stream().map(Manifest::id).toList())
                .put("dropped_ids", drop.stream().map(Manifest::id).toList())
                .build();
    }
}
