package loom.aml.sample;

/** How an item is broken: which field that the runtime cannot do without it lacks, and what stands in its place. */
record Breakage(Victim victim, Way way) {

    /** A field that every item must have. */
    enum Victim {
        ID,
        AGENT,
        TIMESTAMP
    }

    /** What is there instead. */
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
