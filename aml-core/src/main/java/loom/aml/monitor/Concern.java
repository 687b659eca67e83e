package loom.aml.monitor;

import loom.aml.store.Severity;

/**
 * A condition of a store that deserves an alert.
 *
 * @param cause identifies the concern and is stable over time: {@code agent_memory/debugger}
 * @param title a sentence without its full stop
 * @param seen the observed value
 * @param limit the value it is compared with
 * @param advice the action to take
 */
record Concern(String cause, Severity severity, String title, String seen, String limit, String advice) {}
