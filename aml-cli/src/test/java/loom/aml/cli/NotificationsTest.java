package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.notify.ChannelKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts reach the channels of the user, and nothing else does. */
class NotificationsTest {
    private static final String SECRET = "hunter2hunter2";
    private static final SplittableRandom RANDOM = new SplittableRandom(Long.getLong("aml.seed", 17));

    @TempDir
    private Path directory;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile Runnable onRequest = () -> {};
    private HttpServer server;
    private Path store;
    private Path own;
    private Cli cli;

    @BeforeEach
    void prepare() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        store = directory.resolve("shop/.loom/memory");
        own = Files.createDirectories(directory.resolve("home/.config/aml")).resolve("aml.toml");
        cli = new Cli(directory).with("HOME", directory.resolve("home").toString());
        assertThat(cli.run("sample", store.toString(), "--items", "20").code()).isEqualTo(ExitCode.DONE);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        onRequest.run();
        bodies.add(body);
        byte[] echo = ("no " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, echo.length);
        exchange.getResponseBody().write(echo);
        exchange.close();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Cli.Result run(String... arguments) {
        String[] all =
                Stream.concat(Stream.of(store.toString()), Stream.of(arguments)).toArray(String[]::new);
        return cli.run(all);
    }

    /** Limits that every store exceeds. */
    private static String withAlerts(String channels) {
        return "[alerts]\nattempts = 1\n" + channels + "\n[monitor]\nagent_warning = \"1B\"\nagent_critical = \"2B\"\n";
    }

    @Test
    void test_reportsTheOutcomeOfEachChannel() throws IOException {
        Files.writeString(
                own,
                "[alerts]\nslack = \"" + address("/slack") + "\"\ncommand = \"exit 3\"\nattempts = 1\n"
                        + "quiet = \"00:00-23:59\"\nroute_info = []\n");
        Cli.Result all = run("monitor", "alerts", "test");
        assertThat(all.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(all.out()).contains("delivered to slack", "alerts.command", "status 3");
        assertThat(bodies).singleElement().satisfies(body -> assertThat(body).contains("this is a test"));
        assertThat(run("monitor", "alerts", "test", "slack").code()).isEqualTo(ExitCode.DONE);
        JsonObject document = run("monitor", "alerts", "test", "--json").json();
        assertThat(document.objects("deliveries"))
                .extracting(one -> one.string("channel").orElseThrow() + " " + one.isTrue("delivered"))
                .containsExactly("command false", "slack true");
        assertThat(run("monitor", "alerts", "test", "mail").err()).contains("no channel 'mail' is configured");
    }

    @Test
    void mailWithoutAServer_isReported() throws IOException {
        Files.writeString(own, "[alerts]\nmail_to = \"a@example.org\"\nattempts = 1\n");
        assertThat(run("monitor", "alerts", "test").out()).contains("alerts.mail_server is not set");
    }

    @Test
    void peopleGetTheAlertsOfARunInOneMessage_andLaterItsResolution() throws IOException {
        Files.writeString(own, withAlerts("discord = \"" + address("/d") + "\"\nrepeat = \"off\""));
        run("monitor", "metrics");
        assertThat(bodies).singleElement().satisfies(body -> assertThat(body).contains("alerts"));
        run("monitor", "metrics");
        assertThat(bodies).hasSize(1);
        Files.writeString(own, "[alerts]\ndiscord = \"" + address("/d") + "\"\n");
        run("monitor", "metrics");
        assertThat(bodies).hasSize(2);
        assertThat(bodies.getLast()).contains("resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor metrics", "maintain --yes", "monitor alerts test", "monitor alerts test --json"})
    void storeIsNotLocked_whileNoticesAreSent(String command) throws IOException {
        Files.writeString(own, withAlerts("webhook = \"" + address("/hook") + "\""));
        List<Cli.Result> written = new CopyOnWriteArrayList<>();
        Cli agent = new Cli(directory).with("LOOM_AML_LOCK_WAIT", "0s");
        onRequest = () -> written.add(agent.run(
                store.toString(),
                "add",
                "decision",
                "--agent",
                "debugger",
                "--question",
                "Which?",
                "--chosen",
                "this"));
        run(command.split(" "));
        assertThat(written)
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE));
    }

    @Test
    void failedDelivery_isReportedAfterTheDocument() throws IOException {
        Files.writeString(own, withAlerts("ntfy = \"" + address("/topic") + "\""));
        status = 503;
        Cli.Result failed = run("monitor", "metrics", "--json");
        assertThat(failed.code()).isEqualTo(ExitCode.DONE);
        assertThat(failed.json().string("store")).isPresent();
        assertThat(failed.err()).contains("for ntfy could not be delivered: the server answered with status 503");
    }

    @Test
    void failedDelivery_isRetriedByALaterRun() throws IOException {
        Files.writeString(own, withAlerts("ntfy = \"" + address("/topic") + "\"\nrepeat = \"off\""));
        status = 503;
        Cli.Result failed = run("monitor", "metrics");
        assertThat(failed.code()).isEqualTo(ExitCode.DONE);
        assertThat(failed.out()).contains("for ntfy could not be delivered: the server answered with status 503");
        status = 200;
        run("monitor", "metrics");
        assertThat(bodies).as("the pause after a failure").hasSize(1);
        cli.at(Instant.now().plus(Duration.ofMinutes(2)));
        run("monitor", "metrics");
        assertThat(bodies).hasSize(2);
    }

    @Test
    void failedDelivery_isRetriedByAServer() throws Exception {
        Files.writeString(own, withAlerts("ntfy = \"" + address("/topic") + "\"\nrepeat = \"off\""));
        status = 503;
        cli.at(Instant.now().minus(Duration.ofMinutes(2)));
        run("monitor", "metrics");
        assertThat(bodies).hasSize(1);
        status = 200;
        CountDownLatch delivered = new CountDownLatch(1);
        onRequest = delivered::countDown;
        Map<String, String> home = Map.of("HOME", directory.resolve("home").toString());
        try (ServerProcess reading = ServerProcess.start(directory, home, List.of(), store.toString(), "--read-only")) {
            assertThat(reading.stop()).isZero();
            assertThat(bodies).as("a server that refuses changes").hasSize(1);
        }
        try (ServerProcess serving = ServerProcess.start(directory, home, List.of(), store.toString())) {
            assertThat(delivered.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(serving.stop()).isZero();
        }
        cli.at(Instant.now());
        run("monitor", "metrics");
        assertThat(bodies).as("delivered once").hasSize(2);
    }

    /** Every setting that holds a secret, in clear, in a file and in a variable; the receiver repeats what it got. */
    @ParameterizedTest
    @ValueSource(strings = {"clear", "file", "env"})
    void secrets_appearInNoOutputAndNoFile(String form) throws IOException {
        List<String> lines = new ArrayList<>(List.of("[alerts]", "attempts = 1"));
        Map<String, String> secrets = Map.of(
                "webhook", address("/a/" + SECRET + "?key=" + SECRET),
                "webhook_secret", SECRET,
                "slack", address("/services/" + SECRET),
                "teams", address("/t/" + SECRET),
                "discord", address("/d/" + SECRET),
                "ntfy", address("/" + SECRET),
                "ntfy_token", SECRET,
                "mail_password", SECRET);
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            String value = switch (form) {
                case "file" -> {
                    Path file = directory.resolve("home").resolve(secret.getKey());
                    Files.writeString(file, secret.getValue() + "\n");
                    yield "file:~/" + secret.getKey();
                }
                case "env" -> {
                    cli.with("SECRET_" + secret.getKey(), secret.getValue());
                    yield "env:SECRET_" + secret.getKey();
                }
                default -> secret.getValue();
            };
            lines.add(secret.getKey() + " = \"" + value + "\"");
        }
        lines.addAll(List.of("mail_to = \"a@example.org\"", "mail_server = \"localhost:1\"", "mail_user = \"aml\""));
        lines.addAll(List.of("[monitor]", "agent_warning = \"1B\"", "agent_critical = \"2B\""));
        Files.writeString(own, String.join("\n", lines));
        status = 403;
        StringBuilder output = new StringBuilder();
        for (String command : List.of(
                "config show",
                "config show --json",
                "monitor alerts test",
                "monitor alerts test --json",
                "monitor metrics",
                "monitor metrics --json",
                "monitor alerts list --json",
                "maintain --yes --verbose --log-format json")) {
            Cli.Result result = run(command.split(" "));
            output.append(result.out()).append(result.err());
        }
        assertThat(bodies).as("the secrets were used").hasSizeGreaterThan(5);
        assertThat(output.toString()).contains("status 403").doesNotContain(SECRET);
        try (Stream<Path> files = Files.walk(directory.resolve("shop"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
    }

    /** Values as an editor of Windows, or a page that a token was copied from, leaves them. */
    @Test
    void secretsWithInvisibleCharacters_areStrippedOrReported_butNeverQuoted() throws IOException {
        String ntfy = "[alerts]\nattempts = 1\nntfy = \"" + address("/topic") + "\"\nntfy_token = ";
        cli.with("TOKEN", SECRET + "\r\n");
        Files.writeString(own, ntfy + "\"env:TOKEN\"\n");
        status = 401;
        Cli.Result stripped = run("monitor", "alerts", "test");
        assertThat(stripped.out()).contains("status 401").doesNotContain(SECRET);

        cli.with("TOKEN", "hunt\u200b" + SECRET);
        for (String value : List.of("env:TOKEN", "hunt\u200b" + SECRET, SECRET + "\u00fc")) {
            Files.writeString(own, ntfy + "\"" + value + "\"\n");
            Cli.Result refused = run("monitor", "alerts", "test", "--verbose");
            assertThat(refused.out()).as(value).contains("could not be delivered", "characters");
            assertThat(refused.out() + refused.err()).as(value).doesNotContain(SECRET);
        }
        assertThat(bodies).hasSize(1);
    }

    @Test
    void missingSecret_isReportedByItsSettingAndPlace() throws IOException {
        Files.writeString(own, "[alerts]\nattempts = 1\nslack = \"env:NOWHERE\"\nteams = \"file:/no/such/file\"\n");
        assertThat(run("monitor", "alerts", "test").out())
                .contains(
                        "alerts.slack: the variable NOWHERE is not set",
                        "alerts.teams: /no/such/file cannot be read (NoSuchFileException)");
    }

    @ParameterizedTest
    @EnumSource(ChannelKind.class)
    void clonedProject_sendsNothing_untilItIsApproved(ChannelKind kind) throws IOException {
        Path mark = directory.resolve("mark");
        String target = switch (kind) {
            case COMMAND -> "command = \"touch '" + mark + "'\"";
            case MAIL -> "mail_to = \"a@example.org\"\nmail_server = \"127.0.0.1:1\"";
            default -> kind.word() + " = \"" + address("/topic") + "\"";
        };
        Files.writeString(store.resolveSibling("aml.toml"), withAlerts(target));
        Cli.Result ignored = run("monitor", "alerts", "test");
        run("maintain", "--yes");
        assertThat(ignored.err()).contains("ignored: it is not approved to run commands or send data");
        assertThat(bodies).isEmpty();
        assertThat(mark).doesNotExist();
        assertThat(store.resolve("monitoring/outbox.json")).doesNotExist();

        Cli.Result trusted = run("trust");
        assertThat(trusted.out()).contains("alerts.");
        Cli.Result approved = run("monitor", "alerts", "test");
        assertThat(bodies.stream().anyMatch(body -> body.contains("this is a test"))
                        || Files.exists(mark)
                        || approved.out().contains("mail server"))
                .isTrue();
    }

    @Test
    void approval_showsTheHostOfAnAddress_butNotItsSecretPart() throws IOException {
        Files.writeString(
                store.resolveSibling("aml.toml"), "[alerts]\nslack = \"https://hooks.example.org/" + SECRET + "\"\n");
        assertThat(run("trust").out()).contains("https://hooks.example.org/…").doesNotContain(SECRET);
    }

    private static List<String> java(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "loom.aml.cli.Main"));
        return command;
    }

    private Process start(List<String> java, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.add(store.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("HOME", directory.resolve("home").toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        return builder.start();
    }

    private enum Moment {
        OUTBOX_WRITTEN,
        REQUEST_ARRIVED,
        REQUEST_ANSWERED
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void processKilledBetweenRaisingAndSending_losesNoAlert(Moment moment) throws Exception {
        Files.writeString(own, withAlerts("webhook = \"" + address("/hook") + "\"\nrepeat = \"off\""));
        Process killed = start(java(), "monitor", "metrics");
        int alertsBefore = RANDOM.nextInt(2);
        if (moment == Moment.OUTBOX_WRITTEN) {
            while (killed.isAlive() && !Files.exists(store.resolve("monitoring/outbox.json"))) {
                Thread.onSpinWait();
            }
            killed.destroyForcibly();
        } else {
            onRequest = () -> {
                if (moment == Moment.REQUEST_ARRIVED && bodies.size() == alertsBefore) {
                    killed.destroyForcibly();
                }
            };
            while (killed.isAlive() && moment == Moment.REQUEST_ANSWERED && bodies.size() <= alertsBefore) {
                Thread.onSpinWait();
            }
            if (moment == Moment.REQUEST_ANSWERED) {
                killed.destroyForcibly();
            }
        }
        assertThat(killed.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(killed.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isNotZero();
        onRequest = () -> {};

        // Until then, the messages are claimed by the process that was killed.
        cli.at(Instant.now().plus(Duration.ofMinutes(3)));
        assertThat(run("monitor", "metrics").code()).isEqualTo(ExitCode.DONE);

        List<String> open = run("monitor", "alerts", "--json").json().objects("alerts").stream()
                .map(alert -> alert.string("cause").orElseThrow())
                .toList();
        assertThat(open).isNotEmpty();
        List<String> raised = bodies.stream().map(NotificationsTest::cause).toList();
        for (String cause : open) {
            assertThat(raised.stream().filter(cause::equals).count()).as(cause).isBetween(1L, 2L);
        }
        assertThat(JsonObject.parse(Files.readString(store.resolve("monitoring/outbox.json")))
                        .objects("pending"))
                .isEmpty();
        bodies.clear();
        run("monitor", "metrics");
        assertThat(bodies).isEmpty();
    }

    private static String cause(String body) {
        try {
            JsonObject message = JsonObject.parse(body);
            assertThat(message.string("event")).contains("raised");
            return message.object("alert").orElseThrow().string("cause").orElseThrow();
        } catch (JsonSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void runWithoutAlerts_loadsNoClassOfNotices() throws Exception {
        Files.writeString(
                own,
                "[alerts]\nwebhook = \"" + address("/hook") + "\"\nmail_to = \"a@example.org\"\nhysteresis = 0.06\n");
        Path loaded = directory.resolve("loaded");
        for (String command : List.of("monitor metrics", "maintain --yes", "prune --yes", "search decision")) {
            Process process = start(java("-Xlog:class+load:file=" + loaded), command.split(" "));
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            List<String> classes = Files.readAllLines(loaded);
            assertThat(classes).as(command).anyMatch(line -> line.contains("loom.aml.cli.Main "));
            assertThat(classes.stream().filter(NotificationsTest::isOfNotices))
                    .as(command)
                    .isEmpty();
        }
        assertThat(bodies).isEmpty();
    }

    private static boolean isOfNotices(String line) {
        return Stream.of("loom.aml.notify", "java.net.http", "jakarta.mail", "NotificationSettings")
                .anyMatch(line::contains);
    }
}
