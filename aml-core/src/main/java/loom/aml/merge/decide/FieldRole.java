package loom.aml.merge.decide;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The role of a field of an item in a comparison. A field that is not listed is compared strictly. */
enum FieldRole {
    /** Says which item it is, how often it was used, and when: a merge combines it. */
    FIGURE,
    /** Prose: its sentences may have another order, and harmless ones may be added. */
    PROSE,
    /** Texts whose order does not matter, without additions: conditions, alternatives. */
    SET,
    /** Texts whose order matters: steps. */
    SEQUENCE,
    /** A name by which others refer to the item; its words may be joined in another way. */
    NAME,
    /** A value or a text that is compared as it is: code, numbers, names of types. */
    EXACT,
    /** Tags, which a merge unites. */
    TAGS,
    /** A value that says how it turned out; another one is a contradiction. */
    OUTCOME,
    /** The answer to the question of a decision; another one is a contradiction. */
    ANSWER;

    private static final Set<String> FIGURES = Stream.concat(
                    Stream.of(
                                    "metrics.successRate executionCount avgTimeSavedMs errorPreventionCount",
                                    "performance.success_rate execution_count avg_time_saved_ms error_prevention_count",
                                    "evolution.created lastUsed refinements confidenceScore",
                                    "lifecycle.created_at last_used_at refinement_count confidence",
                                    "effectiveness.timeToFixMinutes preventedRecurrence relatedErrorsFixed")
                            .flatMap(FieldRole::within),
                    Stream.of(
                            "id",
                            "agent",
                            "timestamp",
                            "verifiedCount",
                            "reviewedAt",
                            "reviewed_at",
                            "metadata.version",
                            "success_rate",
                            "successRate",
                            "confidence",
                            "confidence_score",
                            "confidenceScore",
                            "use_count",
                            "useCount",
                            "usage_count",
                            "usageCount",
                            "execution_count",
                            "executionCount",
                            "avg_time_saved_ms",
                            "avgTimeSavedMs",
                            "created",
                            "created_at",
                            "createdAt",
                            "last_used",
                            "lastUsed",
                            "last_used_at",
                            "lastUsedAt",
                            "updated",
                            "updated_at",
                            "updatedAt"))
            .collect(Collectors.toUnmodifiableSet());

    private static Stream<String> within(String objectAndKeys) {
        int dot = objectAndKeys.indexOf('.');
        return Stream.of(objectAndKeys.substring(dot + 1).split(" "))
                .map(key -> objectAndKeys.substring(0, dot + 1) + key);
    }

    private static final Map<String, FieldRole> ROLES = Map.ofEntries(
            Map.entry("pattern.approach.rationale", PROSE),
            Map.entry("solution.rootCause", PROSE),
            Map.entry("solution.prevention", PROSE),
            Map.entry("decision.rationale", PROSE),
            Map.entry("outcome.lessonsLearned", PROSE),
            Map.entry("outcome.lessons_learned", PROSE),
            Map.entry("outcome.improvements", PROSE),
            Map.entry("description", PROSE),
            Map.entry("text", PROSE),
            Map.entry("observations", PROSE),
            Map.entry("pattern.approach.technique", SEQUENCE),
            Map.entry("solution.fixApproach", SEQUENCE),
            Map.entry("problem.errorMessage", EXACT),
            Map.entry("decision.question", SEQUENCE),
            Map.entry("decision.chosenOption", ANSWER),
            Map.entry("title", SEQUENCE),
            Map.entry("name", SEQUENCE),
            Map.entry("heading", SEQUENCE),
            Map.entry("pattern.approach.steps", SEQUENCE),
            Map.entry("pattern.conditions.whenApplicable", SET),
            Map.entry("pattern.conditions.whenNotApplicable", SET),
            Map.entry("decision.alternativesConsidered", SET),
            Map.entry("decision.decisionFactors.primary", SET),
            Map.entry("decision.decisionFactors.secondary", SET),
            Map.entry("solution.relatedPatterns", SET),
            Map.entry("tags", TAGS),
            Map.entry("effectiveness.worked", OUTCOME),
            Map.entry("worked", OUTCOME),
            Map.entry("outcome.wouldRepeat", OUTCOME),
            Map.entry("outcome.would_repeat", OUTCOME),
            Map.entry("would_repeat", OUTCOME),
            Map.entry("wouldRepeat", OUTCOME));

    /** The beginning of the paths of aml's own notes in an item. */
    private static final String OF_AML = "metadata.aml_";

    /** The names of the notes that a note absorbed, which aml keeps in its frontmatter. */
    private static final String OF_AML_IN_NOTES = "aml_merged_from";

    private static final Pattern CODE = Pattern.compile("(?i)code");

    /** The fields by which a person recognizes the subject of an item. */
    private static final List<String> SUBJECTS = List.of(
            "pattern.approach.technique", "problem.errorMessage", "decision.question", "title", "name", "heading");

    static FieldRole of(String path) {
        boolean isFigure = FIGURES.contains(path) || path.startsWith(OF_AML) || path.equals(OF_AML_IN_NOTES);
        return isFigure ? FIGURE : ROLES.getOrDefault(path, EXACT);
    }

    /** Returns whether a field names the subject of an item. */
    static boolean isSubject(String path) {
        return SUBJECTS.contains(path);
    }

    /** Returns how much work a comparison of such a field is, from 0. */
    int cost(String path) {
        if (isSubject(path)) {
            return 2;
        }
        return switch (this) {
            case OUTCOME -> 0;
            case ANSWER, TAGS, FIGURE, NAME -> 1;
            case EXACT -> CODE.matcher(path).find() ? 3 : 1;
            case SET, SEQUENCE, PROSE -> 3;
        };
    }

    /** Returns whether such a field is compared sentence by sentence. */
    boolean isText() {
        return this == PROSE || this == SET || this == SEQUENCE || this == ANSWER;
    }

    /** Returns whether sentences of such a field may have another order. */
    boolean isFree() {
        return this == PROSE || this == SET;
    }
}
