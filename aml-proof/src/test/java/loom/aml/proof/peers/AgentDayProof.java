package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    @Test
    void server_doesNotGrowOverADayOfSessions() throws Exception {
        Path store = directory.resolve(".loom/memory");
        Launcher launcher = new Launcher(directory);
        assertThat(launcher.run("sample", store.toString(), "--items", "2000", "--agents", "4", "--seed", "1")
                        .code())
                .isZero();
        int sessions = Effort.of(6, 600);
        AgentServer server = new AgentServer(launcher.start(store.toString(), "mcp", "--agent", "reviewer"));
        for (int session = 0; session < 10; session++) {
            session(server, -session);
        }
        ProcessUse before = ProcessUse.idle(server.pid());
        for (int session = 0; session < sessions; session++) {
            session(server, session);
        }
        ProcessUse after = ProcessUse.idle(server.pid());
        server.end();

        Effort.say("a day of an agent: " + sessions + " sessions of 12 calls; before " + before + ", after " + after);
        after.requireNoGrowthSince(before);
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
