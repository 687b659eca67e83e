/**
 * Notices about alerts, for people and programs. A {@link loom.aml.notify.NotifyPlan} decides which notices are due, an
 * {@link loom.aml.notify.Outbox} keeps them until they are delivered, and a {@link loom.aml.notify.Channel} delivers them.
 */
@NullMarked
package loom.aml.notify;

import org.jspecify.annotations.NullMarked;
