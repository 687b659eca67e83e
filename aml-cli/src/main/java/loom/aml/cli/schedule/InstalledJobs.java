package loom.aml.cli.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import loom.aml.app.job.JobKind;
import loom.aml.cli.Session;
import loom.aml.io.FileName;
import loom.aml.server.job.OtherSchedulers;

/** The jobs that cron and systemd run for this user. */
public final class InstalledJobs implements OtherSchedulers {
    private final List<Scheduler> schedulers;

    public InstalledJobs(Session session) {
        this.schedulers = List.of(new Crontab(session), new Systemd(session));
    }

    @Override
    public Map<JobKind, String> jobsOf(Path store) throws IOException {
        Map<JobKind, String> jobs = new EnumMap<>(JobKind.class);
        for (Scheduler scheduler : schedulers) {
            for (JobKind kind : scheduler.jobs(FileName.text(store))) {
                jobs.putIfAbsent(kind, scheduler.name());
            }
        }
        return jobs;
    }
}
