package loom.aml.merge.combine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.item.Timestamps;
import loom.aml.item.text.Slice;
import org.jspecify.annotations.Nullable;

/** A field that says how often an item was used, how well it did, and when; with the way in which the values of two items are combined. */
enum Figure {
    /** Counts of events, which add up. */
    COUNT(
            "metrics.executionCount",
            "metrics.errorPreventionCount",
            "performance.execution_count",
            "performance.error_prevention_count",
            "evolution.refinements",
            "lifecycle.refinement_count",
            "effectiveness.preventedRecurrence",
            "effectiveness.relatedErrorsFixed",
            "verifiedCount",
            "use_count",
            "useCount",
            "usage_count",
            "usageCount",
            "execution_count",
            "executionCount") {
        @Override
        Optional<String> combined(Slice one, double uses, Slice other, double otherUses) {
            return Numbers.both(one, other, (a, b) -> a + b);
        }

        @Override
        Optional<String> without(Used now, Used merged, Used before) {
            return Numbers.both(merged.value(), before.value(), (a, b) -> a - b)
                    .flatMap(added -> Numbers.both(now.value(), Slice.of(added), (a, b) -> a - b));
        }
    },

    /** Rates from 0 to 1 over all uses, which weigh as much as the uses that they are of. */
    RATE(
            "metrics.successRate",
            "performance.success_rate",
            "evolution.confidenceScore",
            "lifecycle.confidence",
            "success_rate",
            "successRate",
            "confidence",
            "confidence_score",
            "confidenceScore") {
        @Override
        Optional<String> combined(Slice one, double uses, Slice other, double otherUses) {
            return Numbers.areShares(one, other) ? Numbers.mean(one, uses, other, otherUses) : Optional.empty();
        }

        @Override
        Optional<String> without(Used now, Used merged, Used before) {
            return Numbers.unmixed(now, merged, before)
                    .filter(rate -> Numbers.areShares(Slice.of(rate), Slice.of(rate)))
                    .or(() -> super.without(now, merged, before));
        }
    },

    /** Other means over all uses. */
    MEAN(
            "metrics.avgTimeSavedMs",
            "performance.avg_time_saved_ms",
            "effectiveness.timeToFixMinutes",
            "avg_time_saved_ms",
            "avgTimeSavedMs") {
        @Override
        Optional<String> combined(Slice one, double uses, Slice other, double otherUses) {
            return Numbers.mean(one, uses, other, otherUses);
        }

        @Override
        Optional<String> without(Used now, Used merged, Used before) {
            return Numbers.unmixed(now, merged, before).or(() -> super.without(now, merged, before));
        }
    },

    /** When it began: the earlier one. */
    BEGINNING("evolution.created", "lifecycle.created_at", "created", "created_at", "createdAt") {
        @Override
        Optional<String> combined(Slice one, double uses, Slice other, double otherUses) {
            return Times.chosen(one, other, false);
        }
    },

    /** When it was last confirmed: the later one. */
    LATEST(
            "evolution.lastUsed",
            "lifecycle.last_used_at",
            "last_used",
            "lastUsed",
            "last_used_at",
            "lastUsedAt",
            "updated",
            "updated_at",
            "updatedAt",
            "reviewedAt",
            "reviewed_at") {
        @Override
        Optional<String> combined(Slice one, double uses, Slice other, double otherUses) {
            return Times.chosen(one, other, true);
        }
    };

    private final List<String> paths;

    Figure(String... paths) {
        this.paths = List.of(paths);
    }

    List<String> paths() {
        return paths;
    }

    /** Returns the way in which a field is combined; empty if it is another field. */
    static Optional<Figure> at(String path) {
        return Stream.of(values()).filter(figure -> figure.paths.contains(path)).findFirst();
    }

    /**
     * Returns the combined value as JSON; empty if one of them is not valid, and the value stays as it is.
     *
     * @param uses how often the first item was used
     * @param otherUses how often the second item was used
     */
    abstract Optional<String> combined(Slice one, double uses, Slice other, double otherUses);

    /** A value of an item that was used a number of times. */
    record Used(Slice value, double uses) {}

    /**
     * Takes what a merge added out of a value that changed since; empty if that is not possible. A time that is later than the merged one stays
     * as it is.
     *
     * @param now the present value
     * @param merged the value that the merge left
     * @param before the value before the merge
     */
    Optional<String> without(Used now, Used merged, Used before) {
        return Optional.of(now.value.toString());
    }

    /** Arithmetic on numbers as they are written. */
    private static final class Numbers {
        private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,17})?");
        private static final double ROUNDING = 10_000;

        private interface Operation {
            double of(double one, double other);
        }

        static Optional<String> mean(Slice one, double uses, Slice other, double otherUses) {
            double all = uses + otherUses;
            double share = all > 0 ? uses / all : 0.5;
            return both(one, other, (a, b) -> a * share + b * (1 - share));
        }

        static boolean areShares(Slice one, Slice other) {
            return parsed(one).orElse(0) <= 1 && parsed(other).orElse(0) <= 1;
        }

        static Optional<String> both(Slice one, Slice other, Operation operation) {
            OptionalDouble first = parsed(one);
            OptionalDouble second = parsed(other);
            return first.isEmpty() || second.isEmpty()
                    ? Optional.empty()
                    : written(operation.of(first.getAsDouble(), second.getAsDouble()));
        }

        /** Takes the uses of the other item out of a mean over all uses. */
        static Optional<String> unmixed(Used now, Used merged, Used before) {
            double uses = now.uses - (merged.uses - before.uses);
            OptionalDouble present = parsed(now.value);
            OptionalDouble left = parsed(merged.value);
            OptionalDouble was = parsed(before.value);
            if (uses <= 0 || present.isEmpty() || left.isEmpty() || was.isEmpty()) {
                return Optional.empty();
            }
            double added = left.getAsDouble() * merged.uses - was.getAsDouble() * before.uses;
            return written((present.getAsDouble() * now.uses - added) / uses);
        }

        private static OptionalDouble parsed(Slice slice) {
            String text = slice.toString();
            return NUMBER.matcher(text).matches()
                    ? OptionalDouble.of(Double.parseDouble(text))
                    : OptionalDouble.empty();
        }

        private static Optional<String> written(double value) {
            if (!(value >= 0 && value < 1e15)) {
                return Optional.empty();
            }
            double rounded = Math.round(value * ROUNDING) / ROUNDING;
            return Optional.of(
                    rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded));
        }
    }

    /** Comparison of times as they are written. */
    private static final class Times {
        static Optional<String> chosen(Slice one, Slice other, boolean isLater) {
            Optional<Instant> first = parsed(one);
            Optional<Instant> second = parsed(other);
            if (first.isEmpty() || second.isEmpty()) {
                return second.map(_ -> other.toString());
            }
            boolean isSecond =
                    isLater ? second.get().isAfter(first.get()) : second.get().isBefore(first.get());
            return Optional.of((isSecond ? other : one).toString());
        }

        private static Optional<Instant> parsed(Slice slice) {
            String text = slice.toString();
            if (text.length() > 2 && text.startsWith("\"")) {
                byte[] time = text.substring(1, text.length() - 1).getBytes(StandardCharsets.UTF_8);
                return real(Timestamps.parse(time, 0, time.length));
            }
            return text.matches("\\d{1,19}") ? real(Timestamps.ofEpoch(text)) : Optional.empty();
        }

        /** Programs write the first days of their calendars if they do not know a time. */
        private static Optional<Instant> real(@Nullable Instant time) {
            return Optional.ofNullable(time).filter(Timestamps::isReal);
        }
    }
}
