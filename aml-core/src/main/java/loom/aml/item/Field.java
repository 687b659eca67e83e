package loom.aml.item;

import java.util.ArrayList;
import java.util.List;

/**
 * All fields of items that aml reads, with their paths: one flat list for all kinds and all schema versions. The
 * scanner records the position of each field; values are decoded on demand.
 *
 * <p>Fields are those of the runtime's types. Schema 2.0.0 renamed {@code metrics} and {@code evolution} to {@code
 * performance} and {@code lifecycle}. Outcomes occur in snake case and in camel case. The {@code FLAT_} fields occur in
 * items that agents write from a prompt, with all values at the root.
 */
public enum Field {
    ID("id"),
    AGENT("agent"),
    TIMESTAMP("timestamp"),
    TAGS("tags"),
    ACTIVE("active"),
    VERSION("version"),
    METADATA("metadata"),
    METADATA_VERSION("metadata.version"),
    /** The items that this one absorbed, see {@link MergedFrom}. */
    MERGED_FROM("metadata.aml_merged_from", "aml_merged_from"),
    VARIATIONS("variations"),

    PATTERN("pattern"),
    PATTERN_TYPE("pattern.type"),
    PATTERN_CONTEXT("pattern.context"),
    APPROACH("pattern.approach"),
    APPROACH_TECHNIQUE("pattern.approach.technique"),
    APPROACH_CODE_TEMPLATE("pattern.approach.codeTemplate"),
    APPROACH_RATIONALE("pattern.approach.rationale"),
    APPROACH_STEPS("pattern.approach.steps"),
    CONDITIONS("pattern.conditions"),
    WHEN_APPLICABLE("pattern.conditions.whenApplicable"),
    WHEN_NOT_APPLICABLE("pattern.conditions.whenNotApplicable"),

    METRICS("metrics"),
    SUCCESS_RATE("metrics.successRate"),
    EXECUTION_COUNT("metrics.executionCount"),
    AVG_TIME_SAVED_MS("metrics.avgTimeSavedMs"),
    ERROR_PREVENTION_COUNT("metrics.errorPreventionCount"),
    PERFORMANCE("performance"),
    PERFORMANCE_SUCCESS_RATE("performance.success_rate"),
    PERFORMANCE_EXECUTION_COUNT("performance.execution_count"),
    PERFORMANCE_AVG_TIME_SAVED_MS("performance.avg_time_saved_ms"),

    EVOLUTION("evolution"),
    EVOLUTION_CREATED("evolution.created"),
    EVOLUTION_LAST_USED("evolution.lastUsed"),
    EVOLUTION_REFINEMENTS("evolution.refinements"),
    EVOLUTION_CONFIDENCE("evolution.confidenceScore"),
    LIFECYCLE("lifecycle"),
    LIFECYCLE_CREATED("lifecycle.created_at"),
    LIFECYCLE_LAST_USED("lifecycle.last_used_at"),
    LIFECYCLE_CONFIDENCE("lifecycle.confidence"),

    PROBLEM("problem"),
    PROBLEM_ERROR_TYPE("problem.errorType"),
    PROBLEM_ERROR_MESSAGE("problem.errorMessage"),
    PROBLEM_STACK_TRACE_HASH("problem.stackTraceHash"),
    PROBLEM_CONTEXT("problem.context"),
    SOLUTION("solution"),
    SOLUTION_ROOT_CAUSE("solution.rootCause"),
    SOLUTION_FIX_APPROACH("solution.fixApproach"),
    SOLUTION_CODE_FIX("solution.codeFix"),
    SOLUTION_PREVENTION("solution.prevention"),
    SOLUTION_RELATED_PATTERNS("solution.relatedPatterns"),
    EFFECTIVENESS("effectiveness"),
    WORKED("effectiveness.worked"),
    TIME_TO_FIX("effectiveness.timeToFixMinutes"),
    PREVENTED_RECURRENCE("effectiveness.preventedRecurrence"),
    RELATED_ERRORS_FIXED("effectiveness.relatedErrorsFixed"),
    VERIFIED_COUNT("verifiedCount"),

    DECISION("decision"),
    DECISION_TYPE("decision.type"),
    DECISION_QUESTION("decision.question"),
    DECISION_CONTEXT("decision.context"),
    DECISION_CHOSEN_OPTION("decision.chosenOption"),
    DECISION_ALTERNATIVES("decision.alternativesConsidered"),
    DECISION_FACTORS("decision.decisionFactors"),
    DECISION_FACTORS_PRIMARY("decision.decisionFactors.primary"),
    DECISION_FACTORS_SECONDARY("decision.decisionFactors.secondary"),
    DECISION_RATIONALE("decision.rationale"),
    OUTCOME("outcome"),
    WOULD_REPEAT("outcome.wouldRepeat"),
    WOULD_REPEAT_SNAKE("outcome.would_repeat"),
    SUCCESS_METRICS("outcome.successMetrics"),
    DEVELOPMENT_SPEED("outcome.successMetrics.developmentSpeed"),
    API_PERFORMANCE("outcome.successMetrics.apiPerformance"),
    CLIENT_SATISFACTION("outcome.successMetrics.clientSatisfaction"),
    MAINTAINABILITY("outcome.successMetrics.maintainability"),
    CUSTOM_METRICS("outcome.successMetrics.customMetrics"),
    LESSONS_LEARNED("outcome.lessonsLearned"),
    IMPROVEMENTS("outcome.improvements"),
    SUCCESS_METRICS_SNAKE("outcome.success_metrics"),
    REVIEWED_AT("reviewedAt"),
    REVIEWED_AT_SNAKE("reviewed_at"),

    /** The subject of a note in one line, by which it is recalled. */
    DESCRIPTION("description"),
    /** The body of a note. */
    TEXT("text"),
    /** The path of the note that an entry of an index links. */
    TARGET("target"),
    /** The line of an entry of an index, as it is written. */
    LINE("line"),
    /** The heading of a section of an index, as it is written. */
    HEADING("heading"),
    /** The facts about an entity of a graph, a text each. */
    OBSERVATIONS("observations"),

    FLAT_NAME("title", "name"),
    FLAT_TYPE("type", "category"),
    FLAT_SUCCESS_RATE("success_rate", "successRate"),
    FLAT_CONFIDENCE("confidence", "confidence_score", "confidenceScore"),
    FLAT_USE_COUNT("use_count", "useCount", "usage_count", "usageCount", "execution_count", "executionCount"),
    FLAT_TIME_SAVED_MS("avg_time_saved_ms", "avgTimeSavedMs"),
    FLAT_CREATED("created", "created_at", "createdAt"),
    FLAT_LAST_USED("last_used", "lastUsed", "last_used_at", "lastUsedAt"),
    FLAT_UPDATED("updated", "updated_at", "updatedAt"),
    FLAT_DATE("date"),
    FLAT_WORKED("worked"),
    FLAT_WOULD_REPEAT("would_repeat", "wouldRepeat"),

    ENCRYPTED("encrypted", "ciphertext", "cipherText", "encryptedData", "encrypted_data"),
    ENCRYPTION_IV("iv", "nonce"),
    ENCRYPTION_TAG("authTag", "auth_tag", "tag");

    static final Field[] ALL = values();

    private final String path;
    private final String[] aliases;

    Field(String path, String... aliases) {
        this.path = path;
        this.aliases = aliases;
    }

    /** Returns the path from the item's root, its keys joined by dots. */
    public String path() {
        return path;
    }

    /** Returns alternative keys at the item's root. */
    String[] aliases() {
        return aliases;
    }

    /** Returns the path and the alternative keys at the item's root. */
    public List<String> spellings() {
        List<String> spellings = new ArrayList<>(List.of(aliases));
        spellings.addFirst(path);
        return spellings;
    }
}
