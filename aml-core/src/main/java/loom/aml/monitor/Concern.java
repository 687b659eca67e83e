package loom.aml.monitor;

/**
 * Something about a store, as it is now, that somebody should be told of.
 *
 * @param cause tells one concern from another, always the same for the same: {@code agent_memory/debugger}
 * @param title what it is, as a sentence without its full stop
 * @param seen what was seen
 * @param limit what is held against it
 * @param advice what to do
 */
record Concern(String cause, Severity severity, String title, String seen, String limit, String advice) {}
