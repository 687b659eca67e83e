package loom.aml.app.run;

/**
 * The options of a run.
 *
 * @param backup whether to take a safety snapshot before the first change
 * @param isConfirmed whether all removals were confirmed in advance
 */
public record RunOptions(boolean backup, boolean isConfirmed) {}
