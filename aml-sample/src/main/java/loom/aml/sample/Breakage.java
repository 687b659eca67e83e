package loom.aml.sample;

/** The defect of a broken item: the required field that it lacks, and the value in its place. */
record Breakage(Victim victim, Way way) {

    /** A field that every item must have. */
    enum Victim {
        ID,
        AGENT,
        TIMESTAMP
    }

    /** The value in place of the field. */
    enum Way {
        ABSENT,
        NULL,
        EMPTY
    }

    private static final Victim[] VICTIMS = Victim.values();
    private static final Way[] WAYS = Way.values();

    static Breakage draw(Draws draws) {
        return new Breakage(VICTIMS[draws.below(VICTIMS.length)], WAYS[draws.below(WAYS.length)]);
    }
}
