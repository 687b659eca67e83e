package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attacks that docs/security.md lists, over real sockets on a real process. */
@Timeout(180)
class ServerSecurityTest {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    @TempDir
    private static Path folder;

    private static Path project;
    private static ServerProcess server;
    private static String bearer;
    private static String cookie;
    private static String store;

    @BeforeAll
    static void start() throws Exception {
        // The name of the folder is text that somebody else chose.
        project = Files.createDirectory(folder.resolve("<img src=x onerror=alert(1)>"));
        new Cli(project).run("sample", ".loom/memory", "--items", "60", "--seed", "3");
        server = ServerProcess.start(project, Map.of(), List.of("-Dsun.net.httpserver.maxReqTime=3"));
        bearer = "Authorization: Bearer "
                + Files.readString(project.resolve(".local/state/aml/serve/token"))
                        .strip();
        cookie = server.signIn();
        String stores = server.send("GET /api/v1/stores", "", bearer);
        store = "/api/v1/stores/"
                + JsonObject.parse(stores.substring(stores.indexOf("\r\n\r\n") + 4))
                        .objects("stores")
                        .getFirst()
                        .string("id")
                        .orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, String> contents() throws IOException {
        return StoreContents.of(project.resolve(".loom/memory"));
    }

    private static int status(String line, String body, String... headers) throws IOException {
        return ServerProcess.status(server.send(line, body, headers));
    }

    @Test
    void token_isInAFileOfTheUserAlone() throws Exception {
        Path token = project.resolve(".local/state/aml/serve/token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token.getParent())))
                .isEqualTo("rwx------");
        assertThat(server.link()).doesNotContain(Files.readString(token).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com", "localhost.evil.com", "127.0.0.1.evil.com", "localhost@evil.com", ""})
    void dnsRebinding_isRefused(String host) throws Exception {
        String answer = server.raw("GET " + store + " HTTP/1.1\r\nHost: " + host + "\r\n" + cookie + "\r\n" + bearer
                + "\r\nConnection: close\r\n\r\n");
        assertThat(ServerProcess.status(answer)).isEqualTo(FORBIDDEN);
        assertThat(answer).doesNotContain("agents");
    }

    @Test
    void forgedForms_changeNothing() throws Exception {
        Map<String, String> before = contents();
        String form = "kind=pattern&agent=x";
        for (String origin :
                List.of("http://evil.example.com", "http://127.0.0.1:1", "http://localhost:" + server.port(), "null")) {
            for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json")) {
                assertThat(status(
                                "POST " + store + "/maintenance",
                                form,
                                cookie,
                                "Origin: " + origin,
                                "Content-Type: " + type))
                        .as(origin + " " + type)
                        .isEqualTo(FORBIDDEN);
            }
        }
        assertThat(status("POST " + store + "/maintenance", form, cookie, "Content-Type: text/plain"))
                .isEqualTo(FORBIDDEN);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void ownPages_mayChange() throws Exception {
        String own = "Origin: http://127.0.0.1:" + server.port();
        assertThat(status("POST " + store + "/snapshots", "{}", cookie, own, "Content-Type: application/json"))
                .isEqualTo(202);
    }

    @Test
    void otherOrigins_doNotRead() throws Exception {
        String preflight = server.send(
                "OPTIONS " + store,
                "",
                "Origin: http://localhost:3000",
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: authorization");
        assertThat(ServerProcess.status(preflight)).isEqualTo(401);
        assertThat(preflight).doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(status("GET " + store, "", cookie, "Origin: http://localhost:3000"))
                .isEqualTo(FORBIDDEN);
        assertThat(status("GET " + store, "", cookie, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"))
                .isEqualTo(FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../../../../etc/passwd",
                "/assets/%2e%2e/%2e%2e/etc/passwd",
                "/assets/..%2f..%2fetc%2fpasswd",
                "/assets//etc/passwd",
                "/assets/package-info.class",
                "/api/v1/stores/..%2f..%2f..%2fetc",
                "/api/v1/stores/%2Fetc%2Fpasswd",
                "/api/v1/stores/%2e%2e/snapshots",
                "/api/v1/../../etc/passwd"
            })
    void paths_doNotLeadToFiles(String path) throws Exception {
        String answer = server.send("GET " + path, "", bearer);
        assertThat(ServerProcess.status(answer)).isIn(400, 404);
        assertThat(answer).doesNotContain("root:");
    }

    @Test
    void snapshotsAndRuns_areNotPaths() throws Exception {
        for (String name : List.of("..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "..%2f")) {
            for (String kind : List.of("/snapshots/", "/runs/", "/items/", "/alerts/")) {
                assertThat(status("GET " + store + kind + name, "", bearer))
                        .as(kind + name)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void lineBreaks_doNotAddHeaders() throws Exception {
        for (String path : List.of(
                store + "/items?limit=1&q=%0d%0aSet-Cookie:%20evil=1",
                store + "/items?limit=1&tag=x%0d%0aX-Evil:1",
                store + "/runs?before=%0d%0aX-Evil:1",
                "/sign-in?code=%0d%0aSet-Cookie:evil=1",
                "/%0d%0aX-Evil:1")) {
            String answer = server.send("GET " + path, "", bearer);
            String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
            assertThat(head).as(path).doesNotContain("\r\nset-cookie", "\r\nx-evil");
        }
    }

    @Test
    void slowRequests_areCutOff() throws Exception {
        try (Socket head = new Socket("127.0.0.1", server.port());
                Socket body = new Socket("127.0.0.1", server.port())) {
            head.getOutputStream().write("GET / HTTP/1.1\r\nHost: 127".getBytes(StandardCharsets.US_ASCII));
            body.getOutputStream()
                    .write(("POST " + store + "/maintenance HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n"
                                    + bearer + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            for (Socket slow : List.of(head, body)) {
                boolean isOpen = true;
                while (isOpen) {
                    Thread.sleep(200);
                    try {
                        slow.getOutputStream().write(' ');
                        slow.setSoTimeout(50);
                        isOpen = slow.getInputStream().read() >= 0;
                    } catch (SocketTimeoutException e) {
                        // Neither answered nor closed yet.
                    } catch (IOException e) {
                        isOpen = false;
                    }
                }
            }
        }
        assertThat(status("GET " + store, "", bearer)).isEqualTo(OK);
    }

    @Test
    void bodiesOfTenMegabytes_areRefused() throws Exception {
        String large = "{\"x\":\"" + "x".repeat(10_000_000) + "\"}";
        String item = store + "/items?kind=pattern&agent=x";
        assertThat(status("POST " + item, large, bearer, "Content-Type: application/json"))
                .isEqualTo(413);
        String mcp = "/mcp/" + store.substring(store.lastIndexOf('/') + 1);
        assertThat(status("POST " + mcp, large, bearer, "Content-Type: application/json"))
                .isEqualTo(413);
        try {
            assertThat(status("GET /", "", cookie, "X-Large: " + "x".repeat(100_000)))
                    .isNotEqualTo(OK);
        } catch (SocketException e) {
            // The connection was cut off in the middle of the header.
        }
        assertThat(status("GET " + store, "", bearer)).isEqualTo(OK);
    }

    @Test
    void thousandConnections_areAnswered() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        // A server of its own, with the usual time for requests and no other connection.
        try (ServerProcess crowded = ServerProcess.start(project, Map.of(), List.of())) {
            // Its address is in the page that says how to sign in.
            Matcher style = Pattern.compile("/assets/[0-9a-f]+/aml.css").matcher(crowded.send("GET /", ""));
            assertThat(style.find()).isTrue();
            byte[] request = ("GET " + style.group() + " HTTP/1.1\r\nHost: 127.0.0.1:" + crowded.port() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) {
                sockets.add(new Socket("127.0.0.1", crowded.port()));
            }
            for (Socket socket : sockets) {
                socket.getOutputStream().write(request);
            }
            int answered = 0;
            for (Socket socket : sockets) {
                InputStream in = socket.getInputStream();
                String status = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
                assertThat(status).isIn("HTTP/1.1 200", "HTTP/1.1 429");
                answered += status.endsWith("200") ? 1 : 0;
                socket.close();
            }
            assertThat(answered).isGreaterThan(900);
            // The rate recovers within two seconds.
            Thread.sleep(2_000);
            assertThat(ServerProcess.status(crowded.send("GET /api/v1/stores", "", bearer)))
                    .isEqualTo(OK);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void linkOfASignIn_worksOnce() throws Exception {
        assertThat(status("GET /sign-in" + ServerProcess.queryOf(server.link()), ""))
                .isEqualTo(401);
        assertThat(status("GET /stores", "", cookie)).isEqualTo(OK);
        String created =
                server.send("POST /api/v1/sign-in-links", "", cookie, "Origin: http://127.0.0.1:" + server.port());
        assertThat(ServerProcess.status(created)).isEqualTo(FORBIDDEN);
    }

    @Test
    void guesses_areLimited() throws Exception {
        // A server of its own, because the limit is that of the address of all tests.
        try (ServerProcess guessed = ServerProcess.start(project, Map.of(), List.of())) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                statuses.add(ServerProcess.status(guessed.send("GET /", "", "Authorization: Bearer guess-" + i)));
            }
            assertThat(statuses.subList(0, 10)).containsOnly(401);
            assertThat(statuses).contains(429);
            assertThat(ServerProcess.status(guessed.send("GET /sign-in?code=guess", "")))
                    .isEqualTo(429);
        }
    }

    @Test
    void textOfAStore_isNotMarkup() throws Exception {
        String page = server.send("GET /stores", "", cookie);
        assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;").doesNotContain("<img");
        assertThat(page).doesNotContain("<script>", "style=", "http://", "https://");
        String reflected = server.send("GET /%3Cscript%3Ealert(1)%3C/script%3E", "", cookie);
        assertThat(ServerProcess.status(reflected)).isEqualTo(404);
        assertThat(reflected).doesNotContain("<script>");
    }

    @Test
    void tokenThatOthersCanRead_isNotUsed(@TempDir Path other) throws Exception {
        Path token =
                Files.createDirectories(other.resolve(".local/state/aml/serve")).resolve("token");
        Files.writeString(token, "x".repeat(40));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Result result = new Cli(other).with("HOME", other.toString()).run("serve", "--check", "--port", "0");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("open to other users", "delete it");
    }

    @Test
    void folderThatOthersCanChange_holdsNoToken(@TempDir Path other) throws Exception {
        Path parent = Files.createDirectories(other.resolve(".local/state/aml/serve"));
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxr-x"));
        Cli.Result result = new Cli(other).with("HOME", other.toString()).run("serve", "--check", "--port", "0");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("could replace the token", "chmod go-w");
        assertThat(parent).isEmptyDirectory();
    }
}
