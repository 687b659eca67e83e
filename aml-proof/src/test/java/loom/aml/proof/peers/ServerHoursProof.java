package loom.aml.proof.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import loom.aml.proof.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server for browsers and programs works for as long as twelve hours of use, without the pauses: jobs, writes, pages and streams
 * of events. Its memory, threads and open files do not grow, and each acknowledged write is there at the end.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class ServerHoursProof {
    private static final String[] PAGES = {
        "",
        "/items",
        "/items?q=timeout",
        "/items?kind=solution",
        "/map/data",
        "/runs",
        "/backups",
        "/suggestions",
        "/settings"
    };

    private static final int VIEWS = 60;
    private static final int WRITES = 20;
    private static final int UNDOS = 2;

    @TempDir
    private Path directory;

    /** An acknowledged write. */
    private record Written(String path, String text) {}

    @Test
    void server_doesNotGrowInTwelveHours_andKeepsEachWrite() throws Exception {
        Launcher launcher = new Launcher(directory).with("HOME", directory.toString());
        Path store = directory.resolve(".loom/memory");
        assertThat(launcher.run("sample", store.toString(), "--items", "2000", "--agents", "4", "--seed", "1")
                        .code())
                .isZero();
        Process process = launcher.start("serve", store.toString(), "--port", "0", "--json");
        try (BufferedReader out = process.inputReader(UTF_8)) {
            JsonObject started = started(out);
            WebClient client = new WebClient(started.string("url").orElseThrow(), token());
            client.signIn(started.string("link").orElseThrow());
            String id = client.call("GET", "/stores", "")
                    .objects("stores")
                    .getFirst()
                    .string("id")
                    .orElseThrow();
            List<Written> written = new ArrayList<>();
            hour(client, id, -1, written);
            ProcessUse before = ProcessUse.idle(process.pid());
            int hours = Effort.of(1, 12);
            for (int hour = 0; hour < hours; hour++) {
                hour(client, id, hour, written);
            }
            ProcessUse after = ProcessUse.idle(process.pid());
            Effort.say("a server, " + hours + " hours of " + VIEWS + " pages, " + WRITES + " writes and 3 jobs; before "
                    + before + ", after " + after);

            for (Written one : written) {
                assertThat(client.call("GET", one.path, "").string("text").orElse(""))
                        .as(one.path)
                        .contains(one.text);
            }
            after.requireNoGrowthSince(before);
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Reads one JSON document of several lines. */
    private static JsonObject started(BufferedReader out) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
            if (line.equals("}")) {
                break;
            }
        }
        return JsonObject.parse(text.toString());
    }

    private String token() throws IOException {
        return Files.readString(directory.resolve(".local/state/aml/serve/token"))
                .strip();
    }

    private static void hour(WebClient client, String id, int hour, List<Written> written) throws Exception {
        String pages = "/stores/" + id;
        for (int view = 0; view < VIEWS; view++) {
            assertThat(client.page(pages + PAGES[view % PAGES.length])).isNotEmpty();
            if (view % (VIEWS / WRITES) == 0) {
                written.add(write(client, pages, hour, view));
            }
        }
        for (int i = 0; i < UNDOS; i++) {
            forgetAndUndo(client, pages, written.get(written.size() - 1 - i));
        }
        client.watch(() -> writeOnce(client, pages, hour, written));
        for (String job : List.of("health", "maintain", "full-backup")) {
            client.operation(pages + "/jobs/" + job + "/run", "{}");
        }
    }

    private static void writeOnce(WebClient client, String pages, int hour, List<Written> written) {
        try {
            written.add(write(client, pages, hour, VIEWS));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Written write(WebClient client, String pages, int hour, int number)
            throws IOException, InterruptedException {
        String text = "fix " + number + " of hour " + hour;
        JsonObject item = JsonObject.builder()
                .put(
                        "problem",
                        JsonObject.builder()
                                .put("errorMessage", "error " + number)
                                .build())
                .put("solution", JsonObject.builder().put("fixApproach", text).build())
                .build();
        JsonObject added = client.call("POST", pages + "/items?kind=solution&agent=debugger", item.toString());
        return new Written(pages + "/items/" + added.string("id").orElseThrow() + "?agent=debugger", text);
    }

    private static void forgetAndUndo(WebClient client, String pages, Written one) throws Exception {
        String run = client.call("DELETE", one.path + "&reason=tried", "", "If-Match", "*")
                .string("run")
                .orElseThrow();
        client.operation(pages + "/runs/" + run + "/undo", "{}");
    }
}
