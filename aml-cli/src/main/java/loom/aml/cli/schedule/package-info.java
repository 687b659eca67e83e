/** Scheduled jobs of a store, as lines of a crontab or as timers of systemd. */
@NullMarked
package loom.aml.cli.schedule;

import org.jspecify.annotations.NullMarked;
