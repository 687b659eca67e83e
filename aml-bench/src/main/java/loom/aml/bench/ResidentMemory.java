package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of a process, in MB. */
final class ResidentMemory {
    private ResidentMemory() {}

    static double now(Process process) throws IOException {
        return of(process, "VmRSS:");
    }

    /** Returns the highest value so far. */
    static double peak(Process process) throws IOException {
        return of(process, "VmHWM:");
    }

    /** Prints both on a line. */
    static void line(String what, Process process) throws IOException {
        Timings.line(what, now(process), "MB", "peak " + Timings.format(peak(process)) + " MB");
    }

    private static double of(Process process, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1e3;
            }
        }
        return Double.NaN;
    }
}
