package loom.aml.cli.schedule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.job.JobKind;
import loom.aml.cli.Session;
import loom.aml.cli.system.UserUnits;

/** The user's own systemd, with timers in its configuration folder. */
public final class Systemd implements Scheduler {
    private final UserUnits units;

    public Systemd(Session session) {
        this.units = new UserUnits(session);
    }

    @Override
    public String name() {
        return "systemd";
    }

    @Override
    public boolean isThere() throws IOException {
        return units.isThere();
    }

    @Override
    public String text(Schedule schedule) {
        return units.text(SystemdUnits.of(schedule));
    }

    @Override
    public void install(Schedule schedule) throws IOException {
        Map<String, String> files = SystemdUnits.of(schedule);
        units.write(files);
        units.control("daemon-reload");
        units.control(timers(List.of("enable", "--now"), files.keySet()));
        // A running timer keeps its old schedule until it is restarted.
        units.control(timers(List.of("restart"), files.keySet()));
    }

    @Override
    public Optional<String> installed(String store) throws IOException {
        return Optional.of(units.read(namesOf(store))).filter(text -> !text.isEmpty());
    }

    @Override
    public Set<JobKind> jobs(String store) throws IOException {
        List<String> names = namesOf(store);
        Set<JobKind> jobs = EnumSet.noneOf(JobKind.class);
        for (JobKind kind : JobKind.values()) {
            if (names.contains(SystemdUnits.unit(store, kind) + ".timer")) {
                jobs.add(kind);
            }
        }
        return jobs;
    }

    @Override
    public boolean remove(String store) throws IOException {
        List<String> names = namesOf(store);
        if (names.isEmpty()) {
            return false;
        }
        if (isThere()) {
            units.control(timers(List.of("disable", "--now"), names));
        }
        units.delete(names);
        if (isThere()) {
            units.control("daemon-reload");
        }
        return true;
    }

    private List<String> namesOf(String store) throws IOException {
        return units.names(name -> name.startsWith(SystemdUnits.prefix(store)));
    }

    private static String[] timers(List<String> verb, Collection<String> names) {
        List<String> words = new ArrayList<>(verb);
        names.stream().filter(name -> name.endsWith(".timer")).forEach(words::add);
        return words.toArray(String[]::new);
    }
}
