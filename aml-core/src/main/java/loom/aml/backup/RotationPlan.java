package loom.aml.backup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;

/**
 * Which snapshots stay and which go. Immutable; a dry run is a plan that nobody executes.
 *
 * @param keep those that stay, the oldest first
 * @param drop those that go, the oldest first
 */
public record RotationPlan(RotationPolicy policy, List<Manifest> keep, List<Manifest> drop) {

    public RotationPlan {
        keep = List.copyOf(keep);
        drop = List.copyOf(drop);
    }

    /**
     * Decides. Always stay: the newest snapshot and the newest full one, of all and of those that cover the whole store, and, until
     * they are too old or too many, those that somebody described or that a restore can be taken back with. Snapshots stand in
     * for each other only if they cover the same: one of some agents does not do for one of the whole store.
     *
     * @param manifests all snapshots, the oldest first
     */
    public static RotationPlan of(List<Manifest> manifests, RotationPolicy policy, Instant now) {
        List<Manifest> newestFirst = manifests.reversed();
        Set<String> always = new HashSet<>();
        for (Predicate<Manifest> group : List.<Predicate<Manifest>>of(_ -> true, RotationPlan::isOfAll)) {
            newestFirst.stream().filter(group).limit(1).forEach(manifest -> always.add(manifest.id()));
            newestFirst.stream()
                    .filter(group.and(Manifest::isFull))
                    .limit(1)
                    .forEach(manifest -> always.add(manifest.id()));
        }
        Set<String> wanted = new HashSet<>(always);
        newestFirst.stream().filter(RotationPlan::isMeant).forEach(manifest -> wanted.add(manifest.id()));
        for (List<Manifest> alike : newestFirst.stream()
                .collect(Collectors.groupingBy(Manifest::agents))
                .values()) {
            newestOfEach(alike, policy.hourly(), time -> time.truncatedTo(ChronoUnit.HOURS), wanted);
            newestOfEach(alike, policy.daily(), time -> time.truncatedTo(ChronoUnit.DAYS), wanted);
        }

        Instant oldest = now.minus(policy.maxAge());
        int room = policy.maxCount() - always.size();
        List<Manifest> keep = new ArrayList<>();
        List<Manifest> drop = new ArrayList<>();
        for (Manifest manifest : newestFirst) {
            boolean isWanted =
                    wanted.contains(manifest.id()) && !manifest.time().isBefore(oldest);
            if (always.contains(manifest.id())) {
                keep.addFirst(manifest);
            } else if (isWanted && room > 0) {
                keep.addFirst(manifest);
                room--;
            } else {
                drop.addFirst(manifest);
            }
        }
        return new RotationPlan(policy, keep, drop);
    }

    private static boolean isOfAll(Manifest manifest) {
        return manifest.agents().isEmpty();
    }

    private static boolean isMeant(Manifest manifest) {
        return manifest.run().isPresent()
                ? manifest.description().equals("before restore")
                : !manifest.description().isEmpty();
    }

    private static void newestOfEach(
            List<Manifest> newestFirst, int count, Function<Instant, Instant> bucket, Set<String> wanted) {
        Set<Instant> seen = new HashSet<>();
        for (Manifest manifest : newestFirst) {
            if (seen.size() < count && seen.add(bucket.apply(manifest.time()))) {
                wanted.add(manifest.id());
            }
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("policy", policy.toJson())
                .put("kept_ids", keep.stream().map(Manifest::id).toList())
                .put("dropped_ids", drop.stream().map(Manifest::id).toList())
                .build();
    }
}
