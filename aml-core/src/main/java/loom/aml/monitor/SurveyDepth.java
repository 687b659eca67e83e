package loom.aml.monitor;

/** The depth of a survey. Each check is run on every item, so unneeded checks are skipped. */
public enum SurveyDepth {
    /** Metrics including rot, without the runtime's schema. */
    FIGURES,
    /** The checks of health, without rot. */
    HEALTH,
    /** All checks. */
    ALL;

    boolean includesRot() {
        return this != HEALTH;
    }

    boolean includesSchema() {
        return this != FIGURES;
    }
}
