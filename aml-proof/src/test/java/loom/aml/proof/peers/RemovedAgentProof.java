package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import loom.aml.NodePeer;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import loom.aml.proof.Witness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program repeatedly deletes an agent's directory and recreates it without a lock while prunes run. */
class RemovedAgentProof {
    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Node.require();
    }

    @Test
    void agentThatIsRemovedMeanwhile_isLeftAsTheOtherProgramWroteIt() throws Exception {
        Path store = Files.createDirectories(directory.resolve("memory"));
        // Like the runtime, so that the store is still recognized without agents.
        Files.createDirectories(store.resolve("global"));
        Path agent = store.resolve("debugger");
        Duration time = Duration.ofSeconds(Effort.of(5, 30));
        Map<String, Integer> ended;
        int replaced = 0;
        try (NodePeer other = Node.start("holder.js")) {
            assertThat(other.ask("replace", agent, "new-0")).isEqualTo("ok");
            Repeated prunes = new Repeated(() -> pruned(store));
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                String answer = other.ask("replace", agent, "new-" + (replaced + 1));
                // The lock may be created in the directory while that is deleted.
                assertThat(answer).isIn("ok", "no ENOTEMPTY");
                replaced += answer.equals("ok") ? 1 : 0;
                Thread.sleep(replaced % 7 * 5L);
            }
            assertThat(other.ask("replace", agent, "new-last")).isEqualTo("ok");
            ended = prunes.stop();
        }
        pruned(store);

        Effort.say(
                "an agent removed and written anew " + replaced + " times; prunes beside it, by exit code: " + ended);
        Witness witness = new Witness(store);
        assertThat(witness.unsound()).isEmpty();
        assertThat(witness.locks()).isEmpty();
        assertThat(witness.leftovers()).isEmpty();
        assertThat(ids(witness)).hasSize(1).containsKey("new-last");
        assertThat(ended.keySet()).isSubsetOf("0", "3");
    }

    private static Map<String, String> ids(Witness witness) throws Exception {
        Map<String, String> ids = new HashMap<>();
        for (String item : witness.memories()) {
            ids.put(JsonObject.parse(item).string("id").orElseThrow(), item);
        }
        return ids;
    }

    private String pruned(Path store) throws IOException, InterruptedException {
        Launcher.Result result = new Launcher(directory).run(store.toString(), "prune");
        if (result.code() != 0 && result.code() != 3) {
            throw new AssertionError(result.toString());
        }
        return Integer.toString(result.code());
    }
}
