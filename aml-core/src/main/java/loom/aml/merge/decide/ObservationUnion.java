package loom.aml.merge.decide;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Unites the observations of two entities. Observations whose differences are harmless are one; if one of the two only adds a remark, the
 * remark is an observation of its own. Not thread-safe.
 */
public final class ObservationUnion {
    private static final FieldPath PATH = FieldPath.of("observations");
    /** More observations than these are compared only with equal ones and those of the same words, so that the work stays linear. */
    private static final int MOST_SEARCHED = 60;

    private final Set<String> texts = new HashSet<>();
    private final Map<String, List<ComparedField>> byForm = new HashMap<>();
    private final List<ComparedField> all = new ArrayList<>();
    private final List<String> added = new ArrayList<>();

    private ObservationUnion(List<String> present) {
        present.forEach(this::know);
    }

    /** Returns what the observations of one entity lack of those of another one, in the order of the other. */
    public static List<String> additions(List<String> present, List<String> others) {
        ObservationUnion union = new ObservationUnion(present);
        others.forEach(union::add);
        return List.copyOf(union.added);
    }

    private void know(String observation) {
        if (texts.add(observation)) {
            ComparedField field = field(observation);
            byForm.computeIfAbsent(form(field), _ -> new ArrayList<>()).add(field);
            all.add(field);
        }
    }

    private static ComparedField field(String observation) {
        return new ComparedField(PATH, List.of(observation));
    }

    private static String form(ComparedField field) {
        return field.sentences().stream()
                .map(placed ->
                        placed.sentence().context() + '\n' + placed.sentence().form())
                .collect(Collectors.joining("\n"));
    }

    private void add(String observation) {
        if (texts.contains(observation)) {
            return;
        }
        ComparedField field = field(observation);
        List<String> lacking = lacking(field, byForm.getOrDefault(form(field), List.of()))
                .or(() -> lacking(field, all))
                .orElse(List.of(observation));
        lacking.forEach(added::add);
        lacking.forEach(this::know);
    }

    /** Returns what the first observation lacks that is the same as another one; empty if none is. */
    private static Optional<List<String>> lacking(ComparedField other, List<ComparedField> present) {
        for (ComparedField one : present.subList(0, Math.min(present.size(), MOST_SEARCHED))) {
            FieldComparison comparison = FieldComparison.of(PATH, one, other, false);
            if (comparison.keepsMeaning() && !(comparison.addsToOne() && comparison.addsToOther())) {
                return Optional.of(comparison.aligned().stream()
                        .filter(aligned -> aligned.one().isEmpty())
                        .map(Aligned::other)
                        .toList());
            }
        }
        return Optional.empty();
    }
}
