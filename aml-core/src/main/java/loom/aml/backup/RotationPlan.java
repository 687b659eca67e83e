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
 * Which snapshots stay and which go. Immutable; a dry run is a plan that nobody executes.
 *
 * @param keep those that stay, the oldest first
 * @param drop those that go, the oldest first
 * @param findings why more stay than the policy asks for
 */
public record RotationPlan(RotationPolicy policy, List<Manifest> keep, List<Manifest> drop, List<Finding> findings) {

    public RotationPlan {
        keep = List.copyOf(keep);
        drop = List.copyOf(drop);
        findings = List.copyOf(findings);
    }

    /**
     * What rotation heeds besides the snapshots.
     *
     * @param clock while it is not trusted nothing goes
     * @param stopped why nothing goes at all; empty if nothing stops rotation
     * @param needed snapshots that stay whatever the policy says, by id: taking a run back needs them
     */
    public record Circumstances(ClockVerdict clock, Optional<Finding> stopped, Set<String> needed) {
        public Circumstances {
            needed = Set.copyOf(needed);
        }

        public Circumstances(ClockVerdict clock, Optional<Finding> stopped) {
            this(clock, stopped, Set.of());
        }

        /** Nothing but the time. */
        public static Circumstances at(Instant now) {
            return new Circumstances(ClockVerdict.trusting(now), Optional.empty());
        }
    }

    /** Decides by the time alone. */
    public static RotationPlan of(List<Manifest> manifests, RotationPolicy policy, Instant now) {
        return of(manifests, policy, Circumstances.at(now));
    }

    /**
     * Decides. Always stay: the newest snapshot and the newest full one, of all and of those that cover the whole store, the newest
     * {@link RotationPolicy#minCount}, and, until they are too old or too many, those that somebody described
     * or that a restore can be taken back with. Snapshots stand in for each other only if they cover the same: one of some agents
     * does not do for one of the whole store. Ages count from the newest snapshot whose time is plausible: after a pause those from
     * before it are as old as they were. One whose time is implausible takes no place from the others.
     *
     * @param manifests all snapshots in the order in which they were made
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
        newestFirst.stream().filter(RotationPlan::isMeant).forEach(manifest -> wanted.add(manifest.id()));
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
                            + " kept although older or more than asked for: at least " + least.size() + " stay",
                    "backup.min_keep sets how many"));
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

    /** The newest ones of the whole store; of a store that only has others, of these. Those that stay anyway count. */
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

    private static boolean isMeant(Manifest manifest) {
        return manifest.run().isPresent()
                ? manifest.description().equals("before restore")
                : !manifest.description().isEmpty();
    }

    /** The newest of each of so many hours or days; one that was made before a run of ours only if there is no other. */
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

    /** Whether nothing goes although something should. */
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
