package loom.aml.proof.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two programs overwrite the index of a memory folder without looking at what the other wrote, as two sessions of Claude Code
 * do, beside {@code watch}, {@code maintain} in a loop and a server to which an agent adds memories.
 */
@Isolated("It depends on how soon another process looks.")
class BlindWritersProof {
    /** Reads the index, waits until the other has written, and writes it whole with one more line. */
    private static final String WRITER = """
            i=0; sleep "$2"
            while [ $i -lt "$3" ]; do
              text=$(cat "$1"); sleep "$6"; i=$((i+1))
              line="- [Rule $4-$i](rule_$4_$i.md) — written by $4"
              printf '%s\\n%s\\n' "$text" "$line" > "$1"; echo "$line" >> "$5"; sleep "$7"
            done
            """;

    @TempDir
    private Path directory;

    @Test
    void everyLineThatAnyoneWrote_isInTheIndexOrInHistory() throws Exception {
        int writes = Effort.of(6, 75);
        // Beside the other tests of a build, a look at the folder takes longer.
        String[] pauses = Effort.isFull() ? new String[] {"0.4", "0.5", "0.3"} : new String[] {"1.2", "1.5", "0.9"};
        Path store = Files.createDirectories(directory.resolve(".claude/projects/-home-ada-shop/memory"));
        Path index = store.resolve("MEMORY.md");
        Files.writeString(index, "# Memory\n");
        Path log = directory.resolve("lines");
        Process watch = new Launcher(directory).start(store.toString(), "watch");
        awaitWatch(store);
        AgentServer server = new AgentServer(new Launcher(directory).start(store.toString(), "mcp"));
        Repeated maintain = new Repeated(() -> Integer.toString(
                new Launcher(directory).run(store.toString(), "maintain").code()));

        List<Process> writers = new ArrayList<>();
        for (int writer = 1; writer <= 2; writer++) {
            String offset = writer == 1 ? "0" : pauses[0];
            writers.add(new ProcessBuilder(
                            "sh",
                            "-c",
                            WRITER,
                            "sh",
                            index.toString(),
                            offset,
                            "" + writes,
                            "" + writer,
                            log.toString(),
                            pauses[1],
                            pauses[2])
                    .inheritIO()
                    .start());
        }
        long sent = 0;
        while (writers.stream().anyMatch(Process::isAlive)) {
            sent++;
            server.send(sent, "memory_add", memory(sent));
            TimeUnit.SECONDS.sleep(1);
        }
        TimeUnit.SECONDS.sleep(1);
        Map<String, Integer> outcomes = maintain.stop();
        server.end();
        watch.destroy();
        assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();

        Set<String> written = new TreeSet<>(Files.readAllLines(log));
        assertThat(written).hasSize(2 * writes);
        Set<String> present = new TreeSet<>(Files.readAllLines(index));
        Set<String> lost = new TreeSet<>(written);
        lost.removeAll(present);
        int overwritten = lost.size();
        lost.removeAll(history(store));
        Effort.say("blind writers: " + written.size() + " lines, " + overwritten + " no longer in the index, "
                + lost.size() + " lost; " + sent + " additions sent to a server; maintain " + outcomes);
        assertThat(overwritten).as("lines that an overwrite dropped").isPositive();
        assertThat(lost).isEmpty();
    }

    private static JsonObject memory(long number) {
        return JsonObject.builder()
                .put("kind", "note")
                .put("title", "Memory " + number)
                .put("text", "Text " + number)
                .build();
    }

    /** Waits until the watch has taken its first look. */
    private static void awaitWatch(Path store) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            if (Files.exists(store.resolveSibling("memory-state/guard"))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the watch did not begin");
    }

    /** Returns all lines in the archives and the snapshots of a store. */
    private Set<String> history(Path store) throws Exception {
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.walk(store.resolveSibling("memory-backup/aml/archives"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".original")) {
                    Files.readString(file).lines().forEach(lines::add);
                } else if (name.endsWith(".gz")) {
                    addItems(file, lines);
                }
            }
        }
        Launcher.Result listed = new Launcher(directory).run(store.toString(), "backup", "list", "--json");
        for (JsonObject snapshot : JsonObject.parse(listed.out()).objects("snapshots")) {
            Path target = directory.resolve("restored-" + lines.size() + "-" + System.nanoTime());
            new Launcher(directory)
                    .run(
                            store.toString(),
                            "backup",
                            "restore",
                            snapshot.string("id").orElseThrow(),
                            "--target",
                            target.toString());
            if (Files.exists(target.resolve("MEMORY.md"))) {
                lines.addAll(Files.readAllLines(target.resolve("MEMORY.md")));
            }
        }
        return lines;
    }

    /** Adds the lines of archived entries. */
    private static void addItems(Path archive, Set<String> lines) throws Exception {
        String text;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        for (String entry : text.lines().toList()) {
            String item = JsonObject.parse(entry).string("item").orElse("{}");
            JsonObject.parse(item).string("line").ifPresent(line -> lines.add(line.strip()));
        }
    }
}
