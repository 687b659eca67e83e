package loom.aml.cli.schedule;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import loom.aml.app.job.JobKind;
import loom.aml.cli.system.UserUnits;

/** The unit files of a schedule: a service and a timer per job. Their names differ between stores. */
final class SystemdUnits {
    private SystemdUnits() {}

    /**
     * Returns the prefix of the file names of a store, derived from two checksums of its path, so that it is unique.
     */
    static String prefix(String store) {
        byte[] path = store.getBytes(StandardCharsets.UTF_8);
        CRC32 one = new CRC32();
        one.update(path);
        CRC32C other = new CRC32C();
        other.update(path);
        return String.format(Locale.ROOT, "aml-%08x%08x-", one.getValue(), other.getValue());
    }

    /** Returns the name of the units of a job, without its suffix. */
    static String unit(String store, JobKind kind) {
        return prefix(store) + kind.word();
    }

    /** Returns the text of each file, by name. */
    static Map<String, String> of(Schedule schedule) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Job job : schedule.jobs()) {
            String unit = unit(schedule.store(), job.kind());
            String description = "Description=aml: " + job.description() + " of "
                    + schedule.store().replace("%", "%%");
            files.put(unit + ".service", """
                    [Unit]
                    %s

                    [Service]
                    Type=oneshot
                    Nice=10
                    ExecStart=%s %s %s
                    """.formatted(
                            description,
                            UserUnits.quoted(schedule.launcher()),
                            UserUnits.quoted(schedule.store()),
                            String.join(" ", job.words())));
            files.put(unit + ".timer", """
                    [Unit]
                    %s

                    [Timer]
                    OnCalendar=%s
                    Persistent=true

                    [Install]
                    WantedBy=timers.target
                    """.formatted(description, job.times().calendar()));
        }
        return files;
    }
}
