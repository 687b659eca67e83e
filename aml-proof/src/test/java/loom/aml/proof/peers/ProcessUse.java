package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The resources of a process on Linux, from /proc. */
record ProcessUse(long megabytes, long threads, long files) {
    /** Long enough for a host to give memory back. */
    private static final int REST = 6;

    /** Returns the resources after a pause, in which the process is idle. */
    static ProcessUse idle(long pid) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(REST);
        Path process = Path.of("/proc/" + pid);
        List<String> status = Files.readAllLines(process.resolve("status"));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return new ProcessUse(number(status, "VmRSS:") / 1_000, number(status, "Threads:"), files.count());
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Requires that the resources are at most a little more than before. A leak exceeds this. */
    void requireNoGrowthSince(ProcessUse before) {
        assertThat(threads).isLessThanOrEqualTo(before.threads + 4);
        assertThat(files).isLessThanOrEqualTo(before.files + 20);
        assertThat(megabytes).isLessThanOrEqualTo(before.megabytes + 40);
    }
}
