package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The measurements of a process that has ended.
 *
 * @param millis the time from before its start to its end
 * @param peakKilobytes its peak memory as reported by the kernel; 0 without {@code /proc}
 */
record MeasuredProcess(double millis, long peakKilobytes) {

    /**
     * Runs a command and discards its output.
     *
     * @param directory its working directory
     * @param environment variables in addition to those of this process
     * @param wellEnded exit codes that count as success
     * @throws IOException if it ends with another code
     */
    static MeasuredProcess of(
            List<String> command, Path directory, Map<String, String> environment, Set<Integer> wellEnded)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        long began = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        while (!process.waitFor(2, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakOf(process.pid()));
        }
        double millis = (System.nanoTime() - began) / 1e6;
        if (!wellEnded.contains(process.exitValue())) {
            throw new IOException("exit " + process.exitValue() + " of " + command);
        }
        return new MeasuredProcess(millis, peak);
    }

    /** Returns the kernel's high-water mark of the process; 0 without /proc or if the process has ended. */
    private static long peakOf(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    /** Returns whether a program is on the PATH. */
    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
