/** The jobs that the server runs at given times, while neither cron nor systemd does. */
@NullMarked
package loom.aml.server.job;

import org.jspecify.annotations.NullMarked;
