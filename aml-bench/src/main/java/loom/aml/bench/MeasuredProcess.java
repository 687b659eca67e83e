package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process that was run to its end.
 *
 * @param millis from before it was started until it was gone
 * @param peakKilobytes the most memory it had, as the kernel counts it; 0 where there is no {@code /proc}
 */
record MeasuredProcess(double millis, long peakKilobytes) {

    /**
     * Runs a command, whose output nobody sees.
     *
     * @param directory where it works
     * @param environment what it is told besides what this process was told
     * @param wellEnded exit codes that count as success
     * @throws IOException if it ends with any other
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

    /** The kernel's own high-water mark of the process; 0 where there is no /proc or the process is gone. */
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
}
