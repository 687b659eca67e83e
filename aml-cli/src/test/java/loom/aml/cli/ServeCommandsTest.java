package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import loom.aml.server.http.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person starts the server, finds it again, keeps it as a service, and stops it. */
@Timeout(180)
class ServeCommandsTest {
    @TempDir
    private Path project;

    private Cli cli() {
        return new Cli(project)
                .with("HOME", project.toString())
                .with("PATH", project.resolve("bin").toString())
                .with("LOOM_AML_LAUNCHER", project.resolve("aml").toString());
    }

    private Path systemctl() throws IOException {
        Files.writeString(project.resolve("aml"), "");
        Path calls = project.resolve("calls.txt");
        Path program = Files.createDirectories(project.resolve("bin")).resolve("systemctl");
        Files.writeString(program, "#!/bin/sh\necho \"$*\" >>'" + calls + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return calls;
    }

    @Test
    void status_findsTheRunningServer_andItsLinkSignsIn() throws Exception {
        cli().run("init");
        assertThat(cli().run("serve", "status").out()).contains("no server of yours is running");
        try (ServerProcess server = ServerProcess.start(project, Map.of(), List.of(), "--read-only")) {
            Cli.Result status = cli().run("serve", "status", "--json");
            assertThat(status.json().string("url")).contains(server.url());
            assertThat(status.json().isTrue("read_only")).isTrue();
            String link = status.json().string("link").orElseThrow();
            assertThat(ServerProcess.status(server.send("GET /sign-in" + ServerProcess.queryOf(link), "")))
                    .isEqualTo(303);
            assertThat(server.stop()).isZero();
        }
        assertThat(cli().run("serve", "status").out()).contains("no server of yours is running");
        assertThat(project.resolve(".local/state/aml/serve/running.json")).doesNotExist();
    }

    /** After a crash, another user can listen where the server did, and can reach another server of the same user. */
    @Test
    void status_doesNotGiveTheTokenToAStranger() throws Exception {
        cli().run("init");
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ServerProcess server = ServerProcess.start(project, Map.of(), List.of())) {
            stranger.createContext("/", exchange -> {
                heard.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().entrySet());
                String proof = server.send("GET " + exchange.getRequestURI(), "");
                byte[] body = proof.substring(proof.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            stranger.start();
            Path folder = project.resolve(".local/state/aml/serve");
            Files.writeString(
                    folder.resolve("running.json"),
                    "{\"url\":\"http://127.0.0.1:" + stranger.getAddress().getPort() + "\"}");
            assertThat(cli().run("serve", "status").out()).contains("no server of yours is running");
            assertThat(heard).singleElement().asString().contains("/proof?nonce=");
            assertThat(heard.getFirst())
                    .doesNotContain(Files.readString(folder.resolve("token")).strip(), "Authorization");
        } finally {
            stranger.stop(0);
        }
    }

    @Test
    void open_startsTheBrowserWithAFileThatOnlyTheUserCanRead_andDoesNotWaitForIt() throws Exception {
        cli().run("init");
        Path bin = Files.createDirectories(project.resolve("bin"));
        Path program = Files.writeString(
                bin.resolve("xdg-open"),
                "#!/bin/sh\n/usr/bin/yes | /usr/bin/head -c 1000000\n/bin/ls -l \"$1\" >seen.tmp\n/bin/cat \"$1\" >>seen.tmp\n"
                        + "/bin/mv seen.tmp seen\nwhile [ -e seen ] && [ ! -e closed ]; do /bin/sleep 0.1; done\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ServerProcess server = ServerProcess.start(project, Map.of("PATH", bin.toString()), List.of(), "--open")) {
            Path seen = project.resolve("seen");
            while (!Files.exists(seen)) {
                Thread.sleep(20);
            }
            String page = Files.readString(seen);
            assertThat(page).startsWith("-rw-------").contains("sign-in.html");
            String link = page.substring(page.indexOf("url=") + "url=".length());
            String signedIn = server.send(
                    "GET /sign-in" + ServerProcess.queryOf(link.substring(0, link.indexOf('"'))),
                    "",
                    "Sec-Fetch-Site: cross-site");
            assertThat(ServerProcess.status(signedIn)).isEqualTo(200);
            assertThat(signedIn).contains("Set-cookie: aml-", "url=/\"");
            assertThat(server.stop()).isZero();
        } finally {
            Files.createFile(project.resolve("closed"));
        }
        assertThat(project.resolve(".local/state/aml/serve")).isDirectoryNotContaining("glob:**.{json,html}");
    }

    @Test
    void check_doesNotOpenABrowserForAServerThatStops() throws Exception {
        cli().run("init");
        assertThat(cli().run("serve", "--check", "--open", "--port", "0").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli().run("serve", "--check", "--port", "0").out())
                .contains("serving 1 store")
                .doesNotContain("Ctrl-C");
    }

    @Test
    void otherAddressesOfTheMachine_needANameThatLinksContain() throws Exception {
        cli().run("init");
        Cli.Result nameless = cli().with("LOOM_AML_SERVE_ADDRESS", "127.0.0.2").run("serve", "--check", "--port", "0");
        assertThat(nameless.code()).isEqualTo(ExitCode.FAILED);
        assertThat(nameless.err()).contains("127.0.0.2", "serve.names");
        Cli.Result named = cli().with("LOOM_AML_SERVE_ADDRESS", "127.0.0.2")
                .with("LOOM_AML_SERVE_NAMES", "zebra.local, 127.0.0.2")
                .run("serve", "--check", "--port", "0");
        assertThat(named.out()).contains(" at http://zebra.local:");
        assertThat(cli().with("LOOM_AML_SERVE_ADDRESS", "::1")
                        .run("serve", "--check", "--port", "0")
                        .out())
                .contains(" at http://[::1]:");
    }

    @Test
    void stop_endsStreamsOfEvents() throws Exception {
        cli().run("init");
        try (ServerProcess server = ServerProcess.start(project, Map.of(), List.of())) {
            Path folder = project.resolve(".local/state/aml/serve");
            String token = Files.readString(folder.resolve("token")).strip();
            assertThat(Files.readString(folder.resolve("metrics-token")).strip())
                    .isEqualTo(Credentials.metricsTokenOf(token));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("metrics-token"))))
                    .isEqualTo("rw-------");
            HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/events"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            Thread reader = Thread.ofVirtual().start(() -> {
                try (InputStream in = stream.body()) {
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // Cut off, which the exit code does not show.
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(server.stop()).isZero();
            reader.join();
        }
    }

    @Test
    void secondServerOnAPort_isRefusedWithAHint() throws Exception {
        cli().run("init");
        try (ServerProcess server = ServerProcess.start(project, Map.of(), List.of())) {
            Cli.Result second = cli().run("serve", "--check", "--port", String.valueOf(server.port()));
            assertThat(second.code()).isEqualTo(ExitCode.FAILED);
            assertThat(second.err()).contains("cannot listen", "serve status");
        }
    }

    @Test
    void namedStores_areServedAlone() throws Exception {
        cli().run("init");
        cli().run("init", "other/.loom/memory");
        assertThat(cli().run("serve", "other/.loom/memory", "--check", "--port", "0", "--json")
                        .json()
                        .number("stores"))
                .isOne();
        assertThat(cli().run("serve", "nowhere", "--check").err()).contains("nowhere does not exist");
    }

    @Test
    void otherAddresses_needTls() throws Exception {
        Cli.Result open = cli().with("LOOM_AML_SERVE_ADDRESS", "0.0.0.0").run("serve", "--check", "--port", "0");
        assertThat(open.code()).isEqualTo(ExitCode.FAILED);
        assertThat(open.err()).contains("serve.keystore");
    }

    @Test
    void keystore_givesTls() throws Exception {
        cli().run("init");
        Path keystore = project.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "aml",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "secret-1")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        Map<String, String> settings =
                Map.of("LOOM_AML_SERVE_KEYSTORE", keystore.toString(), "LOOM_AML_SERVE_KEYSTORE_PASSWORD", "secret-1");
        try (ServerProcess server = ServerProcess.start(project, settings, List.of())) {
            assertThat(server.url()).startsWith("https://127.0.0.1:");
            HttpResponse<String> signedIn = trusting(keystore)
                    .send(
                            HttpRequest.newBuilder(URI.create(server.link())).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(signedIn.statusCode()).isEqualTo(303);
            assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("; Secure");
            Cli status = cli();
            settings.forEach(status::with);
            assertThat(status.run("serve", "status").out()).contains(server.url());
            assertThat(server.send("GET /", "")).doesNotContain("HTTP/1.1 200");
        }
        Cli wrong = cli().with("LOOM_AML_SERVE_KEYSTORE", keystore.toString())
                .with("LOOM_AML_SERVE_KEYSTORE_PASSWORD", "secret-2");
        assertThat(wrong.run("serve", "--check", "--port", "0").err())
                .contains("server.p12")
                .doesNotContain("secret-2");
    }

    private static HttpClient trusting(Path keystore) throws Exception {
        KeyStore keys = KeyStore.getInstance(keystore.toFile(), "secret-1".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    @Test
    void service_isInstalledAndRemoved() throws Exception {
        Path calls = systemctl();
        cli().run("init", "my 100% shop");
        Path unit = project.resolve(".config/systemd/user/aml-serve.service");
        Cli.Result installed = cli().run("serve", "install", "--port", "8080", "--read-only", "my 100% shop");
        assertThat(installed.code()).as(installed.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(unit))
                .contains("serve --port 8080 --read-only \"" + project.toRealPath() + "/my 100%% shop\"")
                .contains("NoNewPrivileges=yes", "SystemCallFilter=@system-service", "WantedBy=default.target");
        assertThat(calls).content().contains("daemon-reload", "enable aml-serve.service", "restart aml-serve.service");
        assertThat(cli().run("serve", "status", "--json").json().isTrue("installed"))
                .isTrue();
        assertThat(cli().run("serve", "remove").out()).contains("removed the service");
        assertThat(unit).doesNotExist();
        assertThat(calls).content().contains("disable --now aml-serve.service");
        assertThat(cli().run("serve", "remove").out()).contains("no service was installed");
    }

    @Test
    void printedUnit_isValidForSystemd() throws Exception {
        Path launcher = Files.writeString(project.resolve("aml"), "#!/bin/sh\n", StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        String text = cli().run("serve", "install", "--print").out();
        assertThat(project.resolve(".config/systemd")).doesNotExist();
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.exists(analyze), "there is no systemd-analyze here");
        Path unit = Files.writeString(project.resolve("aml-serve.service"), text.replaceAll("(?m)^# /.*\n", ""));
        Process verify = new ProcessBuilder(analyze.toString(), "--user", "verify", unit.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        verify.waitFor();
        assertThat(output).doesNotContain("aml-serve.service:");
    }
}
