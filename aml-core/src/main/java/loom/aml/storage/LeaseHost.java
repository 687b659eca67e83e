package loom.aml.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.io.SmallFile;

/**
 * The machine that a process runs on.
 *
 * @param name its name, which containers on one machine do not share
 * @param machine the id of its installation; empty if it has none
 * @param boot the id of its kernel since it was started, which containers on one machine share; empty if it is not known
 */
public record LeaseHost(String name, String machine, String boot) {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path MACHINE = Path.of("/etc/machine-id");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int LONGEST = 1000;

    /** Returns the machine of this process. */
    public static LeaseHost current(Disk disk) {
        return new LeaseHost(line(disk, NAME), line(disk, MACHINE), line(disk, BOOT));
    }

    private static String line(Disk disk, Path file) {
        try {
            return new String(SmallFile.read(disk, file, LONGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            // Other systems have no such file.
            return "";
        }
    }

    /**
     * Returns whether both are one machine, so that a lock of its kernel that can be had proves that nobody on it holds one. After a restart
     * it is known by its name and its id. Two virtual machines may share an id, but hardly both.
     */
    public boolean isSameMachine(LeaseHost other) {
        if (!boot.isEmpty() && boot.equals(other.boot)) {
            return true;
        }
        return name.equals(other.name) && machine.equals(other.machine) && !(name + machine).isEmpty();
    }
}
