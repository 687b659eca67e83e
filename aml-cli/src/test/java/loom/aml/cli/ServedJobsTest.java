package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loom.aml.cli.serve.WebServer;
import loom.aml.json.JsonObject;
import loom.aml.server.memory.Failures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server runs the jobs of its user's configuration, on a real store and under the real clock. */
@Timeout(120)
class ServedJobsTest {
    private static final String TOKEN = "jobs-token-0123456789-0123456789-0123456789";

    @TempDir
    private Path project;

    private Path own;
    private WebServer server;
    private RestClient client;
    private String id;

    @BeforeEach
    void makeStore() throws IOException {
        new Cli(project).run("sample", ".loom/memory", "--items", "20", "--seed", "1");
        own = Files.createDirectories(project.resolve(".config/aml")).resolve("aml.toml");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private void serve() throws Exception {
        stop();
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Session session = new Session(nowhere, nowhere, Map.of("HOME", project.toString()), project);
        Failures failures = new Failures() {
            @Override
            public String inWords(Exception e) {
                return session.inWords(e);
            }

            @Override
            public void report(Throwable e) {
                throw new AssertionError(e);
            }
        };
        server = WebServer.start(
                session, TOKEN, new WebServer.Options(0, List.of(), false), Session::frontEnd, failures);
        client = new RestClient(server.url(), TOKEN);
        id = client.get("/stores")
                .json()
                .objects("stores")
                .getFirst()
                .string("id")
                .orElseThrow();
        server.startDuties();
    }

    private JsonObject job(String name) throws Exception {
        return client.get("/stores/" + id + "/jobs").json().objects("jobs").stream()
                .filter(job -> job.string("job").orElse("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int snapshots() throws Exception {
        return client.get("/stores/" + id + "/snapshots")
                .json()
                .objects("snapshots")
                .size();
    }

    @Test
    void runThatWasMissedBeforeTheStart_isCaughtUpOnce() throws Exception {
        Files.writeString(own, "[jobs]\nfull_backup = \"0 3 * * *\"\n");
        serve();
        assertThat(job("full-backup").string("state")).contains("scheduled");
        server.close();
        Path note = project.resolve(".local/state/aml/serve/jobs/" + id + ".json");
        Files.writeString(
                note,
                "{\"jobs\":[{\"job\":\"full-backup\",\"times\":\"0 3 * * *\",\"settled\":\"2026-01-01T00:00:00Z\",\"last\":null}]}");

        serve();
        while (job("full-backup")
                .object("last")
                .flatMap(last -> last.string("ended"))
                .isEmpty()) {
            Thread.sleep(20);
        }

        JsonObject last = job("full-backup").object("last").orElseThrow();
        assertThat(last.string("outcome")).contains("done");
        assertThat(last.string("cause")).contains("catch_up");
        assertThat(snapshots()).isOne();
        serve();
        assertThat(job("full-backup").object("last")).contains(last);
        assertThat(snapshots()).isOne();
    }

    @Test
    void jobsInAClone_areIgnoredUntilTheUserApprovesThem() throws Exception {
        Path foreign = Files.writeString(project.resolve(".loom/aml.toml"), "[jobs]\nmaintain = \"* * * * *\"\n");
        serve();
        assertThat(job("maintain").string("state")).contains("off");
        assertThat(job("maintain").string("times")).isEmpty();

        Cli user = new Cli(project).with("HOME", project.toString());
        assertThat(user.run("trust", foreign.toString()).code()).isEqualTo(ExitCode.DONE);
        serve();

        assertThat(job("maintain").string("state")).contains("scheduled");
    }
}
