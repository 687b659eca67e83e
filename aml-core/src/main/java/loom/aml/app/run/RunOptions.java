package loom.aml.app.run;

/**
 * How a plan is executed.
 *
 * @param backup whether a safety snapshot is taken before the first change
 * @param isConfirmed whether removals were confirmed in advance, however many they are
 */
public record RunOptions(boolean backup, boolean isConfirmed) {}
