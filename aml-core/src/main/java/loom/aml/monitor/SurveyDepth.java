package loom.aml.monitor;

/** How closely a store is looked at. Each question is asked of every item, so none is asked for nothing. */
public enum SurveyDepth {
    /** Figures, rot among them. What the runtime would refuse is not known then. */
    FIGURES,
    /** What health needs. The rot is not known then. */
    HEALTH,
    /** All there is. */
    ALL;

    boolean asksForRot() {
        return this != HEALTH;
    }

    boolean asksTheRuntime() {
        return this != FIGURES;
    }
}
