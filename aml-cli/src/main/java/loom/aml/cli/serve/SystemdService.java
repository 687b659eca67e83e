package loom.aml.cli.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.system.UserUnits;

/** The server as a service of the user's own systemd. */
public final class SystemdService {
    private static final String UNIT = "aml-serve.service";

    private final UserUnits units;

    public SystemdService(Session session) {
        this.units = new UserUnits(session);
    }

    /** Returns whether systemd of this user can be controlled. */
    public boolean isThere() throws IOException {
        return units.isThere();
    }

    /**
     * Returns the unit as it is shown to people.
     *
     * @param launcher the absolute path of aml
     * @param arguments the arguments of {@code aml serve}
     */
    public String text(String launcher, List<String> arguments) {
        return units.text(unit(launcher, arguments));
    }

    /** Installs, enables and starts the service, and restarts it if it runs. */
    public void install(String launcher, List<String> arguments) throws IOException {
        units.write(unit(launcher, arguments));
        units.control("daemon-reload");
        units.control("enable", UNIT);
        units.control("restart", UNIT);
    }

    /** Returns the unit; empty if it is not installed. */
    public Optional<String> installed() throws IOException {
        return Optional.of(units.read(units.names(UNIT::equals))).filter(text -> !text.isEmpty());
    }

    /** Stops and removes the service; returns whether it was installed. */
    public boolean remove() throws IOException {
        List<String> names = units.names(UNIT::equals);
        if (names.isEmpty()) {
            return false;
        }
        if (isThere()) {
            units.attempt("disable", "--now", UNIT);
        }
        units.delete(names);
        if (isThere()) {
            units.control("daemon-reload");
        }
        return true;
    }

    /**
     * The service may write the stores, wherever they are, so its file system is not restricted; everything else that it
     * does not need is.
     */
    private static Map<String, String> unit(String launcher, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(launcher, "serve"));
        words.addAll(arguments);
        for (String word : words) {
            if (word.chars().anyMatch(Character::isISOControl)) {
                throw new UsageException("a path with a line break or another control character cannot be in a unit: "
                        + word.replaceAll("\\p{Cntrl}", "?"));
            }
        }
        String command = words.stream().map(UserUnits::quoted).collect(Collectors.joining(" "));
        return Map.of(UNIT, """
            [Unit]
            Description=aml: pages and interfaces of the memory stores

            [Service]
            ExecStart=%s
            Restart=on-failure
            RestartSec=5
            SuccessExitStatus=143
            UMask=0077
            NoNewPrivileges=yes
            LockPersonality=yes
            RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallErrorNumber=EPERM
            LimitCORE=0
            TasksMax=512
            MemoryMax=1G

            [Install]
            WantedBy=default.target
            """.formatted(command));
    }
}
