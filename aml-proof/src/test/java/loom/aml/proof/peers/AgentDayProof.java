package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server for agents works for as long as a day of sessions, without the pauses: its memory, threads and open files do not grow.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class AgentDayProof {
    @TempDir
    private Path directory;

    /** The resources of a process. */
    private record Use(long megabytes, long threads, long files) {
        static Use of(long pid) throws IOException {
            Path process = Path.of("/proc/" + pid);
            List<String> status = Files.readAllLines(process.resolve("status"));
            try (Stream<Path> files = Files.list(process.resolve("fd"))) {
                return new Use(number(status, "VmRSS:") / 1_000, number(status, "Threads:"), files.count());
            }
        }

        private static long number(List<String> status, String name) {
            return status.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void server_doesNotGrowOverADayOfSessions() throws Exception {
        Path store = directory.resolve(".loom/memory");
        Launcher launcher = new Launcher(directory);
        assertThat(launcher.run("sample", store.toString(), "--items", "2000", "--agents", "4", "--seed", "1")
                        .code())
                .isZero();
        int sessions = Effort.of(12, 600);
        AgentServer server = new AgentServer(launcher.start(store.toString(), "mcp", "--agent", "reviewer"));
        for (int session = 0; session < 10; session++) {
            session(server, -session);
        }
        Use before = idle(server);
        for (int session = 0; session < sessions; session++) {
            session(server, session);
        }
        Use after = idle(server);
        server.end();

        Effort.say("a day of an agent: " + sessions + " sessions of 12 calls; before " + before + ", after " + after);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 4);
        assertThat(after.files()).isLessThanOrEqualTo(before.files() + 20);
        assertThat(after.megabytes()).isLessThanOrEqualTo(before.megabytes() + 40);
    }

    /** Returns the resources after the server has given memory back. */
    private static Use idle(AgentServer server) throws Exception {
        TimeUnit.SECONDS.sleep(6);
        return Use.of(server.pid());
    }

    private static void session(AgentServer server, int number) throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            server.call("memory_search", object("query", "timeout of session " + number + " or retry " + i));
        }
        String id = server.call(
                        "memory_add",
                        JsonObject.builder()
                                .put("kind", "solution")
                                .put("title", "error of session " + number)
                                .put("text", "the fix of session " + number)
                                .build())
                .string("id")
                .orElseThrow();
        server.call("memory_get", object("id", id));
        server.call(
                "memory_update",
                JsonObject.builder()
                        .put("id", id)
                        .put("cause", "a race in " + number)
                        .build());
        server.call(
                "memory_feedback",
                JsonObject.builder().put("id", id).put("verdict", "helped").build());
        server.call(
                "memory_forget",
                JsonObject.builder().put("id", id).put("reason", "tried").build());
        server.call("memory_undo", JsonObject.builder().build());
        server.call("memory_status", JsonObject.builder().build());
    }

    private static JsonObject object(String name, String value) {
        return JsonObject.builder().put(name, value).build();
    }
}
