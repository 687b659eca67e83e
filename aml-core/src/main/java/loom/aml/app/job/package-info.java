/** The jobs that run at given times, from cron, systemd or the server. */
@NullMarked
package loom.aml.app.job;

import org.jspecify.annotations.NullMarked;
