package loom.aml.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call which endpoint of a host, and how browsers sign in. */
@Timeout(60)
class HttpHostTest {
    private static final String TOKEN = "a-token-that-nobody-guesses-0123456789";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    private final Credentials credentials = new Credentials(TOKEN, now::get);
    private final CountDownLatch cutOff = new CountDownLatch(1);
    private HttpHost host;
    private RawHttp client;

    /** Answers with what it received. */
    private static final class Echo implements Endpoint {
        @Override
        public void handle(HttpCall call) throws IOException, HttpFailure {
            byte[] body = call.body(1_000_000);
            call.answer(
                    200,
                    HttpBody.text(call.caller() + " " + call.segmentsBelow("/") + " "
                            + call.query().names() + " " + body.length));
        }

        @Override
        public HttpBody explain(HttpFailure failure) {
            return HttpBody.text("echo: " + failure.message());
        }

        @Override
        public void close() {
            // Has no streams.
        }
    }

    /** Sends more than any buffer between it and the client holds. */
    private final class Flood implements Endpoint {
        @Override
        public void handle(HttpCall call) throws IOException {
            try {
                call.answer(200, new HttpBody("application/octet-stream", new byte[64 << 20]));
            } finally {
                cutOff.countDown();
            }
        }

        @Override
        public HttpBody explain(HttpFailure failure) {
            return HttpBody.text(failure.message());
        }

        @Override
        public void close() {
            // Has no streams.
        }
    }

    @BeforeEach
    void start() throws Exception {
        host = HttpHost.start(
                HostOptions.loopback(0).withCredentials(credentials).withPatience(Duration.ofSeconds(1)),
                List.of(
                        new Mount("/", Access.SIGNED_IN, new Echo()),
                        new Mount("/open", Access.OPEN, new Echo()),
                        new Mount("/flood", Access.OPEN, new Flood()),
                        new Mount("/token", Access.TOKEN, new Echo()),
                        new Mount("/metrics", Access.METRICS, new Echo())),
                e -> {
                    throw new AssertionError(e);
                });
        client = new RawHttp(host);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void tokenForMetrics_opensNothingElse() throws Exception {
        String metrics = "Authorization: Bearer " + Credentials.metricsTokenOf(TOKEN);

        assertThat(client.send("GET /metrics", metrics).status()).isEqualTo(200);
        assertThat(client.send("GET /metrics", BEARER).status()).isEqualTo(200);
        assertThat(client.send("GET /metrics", cookie()).status()).isEqualTo(200);
        assertThat(client.send("GET /metrics").status()).isEqualTo(401);
        for (String path : List.of("/", "/token")) {
            assertThat(client.send("GET " + path, metrics).status()).as(path).isEqualTo(401);
        }
        assertThat(Credentials.metricsTokenOf(TOKEN)).doesNotContain(TOKEN);
    }

    private String code() {
        String link = host.signInLink();
        return link.substring(link.indexOf('?'));
    }

    private String cookie() throws Exception {
        RawHttp.Answer signedIn = client.send("GET /sign-in" + code());
        String set = signedIn.header("Set-Cookie").orElseThrow();
        return "Cookie: " + set.substring(0, set.indexOf(';'));
    }

    @Test
    void withoutCredentials_onlyOpenMountsAnswer() throws Exception {
        assertThat(client.send("GET /open/a").body()).startsWith("ANONYMOUS [open, a]");
        assertThat(client.send("GET /opener").status()).isEqualTo(401);
        assertThat(client.send("GET /").status()).isEqualTo(401);
        assertThat(client.send("GET /").body()).startsWith("echo: ");
        assertThat(client.send("GET /token").header("WWW-Authenticate")).contains("Bearer");
        assertThat(client.send("GET /", BEARER).body()).startsWith("TOKEN");
    }

    @Test
    void link_isExchangedOnceForACookieThatScriptsAndOtherSitesDoNotGet() throws Exception {
        String code = code();
        assertThat(client.send("HEAD /sign-in" + code).status()).isEqualTo(405);
        RawHttp.Answer first = client.send("GET /sign-in" + code);
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("Location")).contains("/");
        assertThat(first.header("Set-Cookie").orElseThrow())
                .startsWith("aml-" + client.port() + "=")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
                .doesNotContain(TOKEN, "Secure");
        RawHttp.Answer second = client.send("GET /sign-in" + code);
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.header("Set-Cookie")).isEmpty();
    }

    @Test
    void signOut_removesTheCookie_andOnlyAPageOfThisHostMayAskForIt() throws Exception {
        String cookie = cookie();
        RawHttp.Answer answer = client.send("POST /sign-out", cookie, "Origin: " + host.url());
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).contains("/sign-in");
        assertThat(answer.header("Set-Cookie").orElseThrow())
                .startsWith("aml-" + client.port() + "=;")
                .contains("; Max-Age=0");
        assertThat(client.send("GET /sign-out", cookie).status()).isEqualTo(405);
        assertThat(client.send("POST /sign-out", cookie, "Origin: http://elsewhere.example")
                        .status())
                .isEqualTo(403);
    }

    /** A browser does not send a strict cookie to where a navigation from another site is redirected. */
    @Test
    void linkThatAPageLedTo_isAnsweredWithAPageThatLeadsOn() throws Exception {
        RawHttp.Answer answer = client.send("GET /sign-in" + code(), "Sec-Fetch-Site: cross-site");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie")).isPresent();
        assertThat(answer.body()).contains("0; url=/\"");
        assertThat(client.send("GET /sign-in" + code(), "Sec-Fetch-Site: none").status())
                .isEqualTo(303);
    }

    @Test
    void proof_isThatOfTheTokenAtThisAddress() throws Exception {
        String nonce = Credentials.newToken();
        RawHttp.Answer answer = client.send("GET /proof?nonce=" + nonce);
        assertThat(answer.status()).isEqualTo(200);
        String proof = answer.body().strip();
        assertThat(credentials.isProof(proof, nonce, host.url())).isTrue();
        assertThat(credentials.isProof(proof, nonce, "http://127.0.0.1:1")).isFalse();
        assertThat(credentials.isProof(proof, Credentials.newToken(), host.url()))
                .isFalse();
        assertThat(new Credentials("another-token-0123456789-0123456789", now::get).isProof(proof, nonce, host.url()))
                .isFalse();
        assertThat(client.send("GET /proof?nonce=short").status()).isEqualTo(400);
        assertThat(client.send("GET /proof").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.0.0.2"})
    void linksOfEachAddress_areAcceptedByTheHostItself(String address) throws Exception {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        HostOptions options = HostOptions.loopback(0)
                .withNames(List.of("127.0.0.2", "zebra.local"))
                .withAddress(socket)
                .withCredentials(credentials);
        try (HttpHost other = HttpHost.start(options, List.of(), e -> {
                    throw new AssertionError(e);
                });
                HttpClient browser = HttpClient.newHttpClient()) {
            HttpRequest link =
                    HttpRequest.newBuilder(URI.create(other.signInLink())).build();
            assertThat(browser.send(link, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void addressWithoutAnAcceptedName_isRefused() {
        HostOptions options = HostOptions.loopback(0);
        assertThatThrownBy(() -> options.withAddress(new InetSocketAddress("127.0.0.2", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a name is required");
    }

    @Test
    void codesAndCookies_expire() throws Exception {
        String code = code();
        String cookie = cookie();
        now.set(now.get().plus(SignInCodes.VALIDITY));
        assertThat(client.send("GET /sign-in" + code).status()).isEqualTo(401);
        assertThat(client.send("GET /", cookie).body()).startsWith("COOKIE");
        now.set(now.get().plus(Credentials.COOKIE));
        assertThat(client.send("GET /", cookie).status()).isEqualTo(401);
    }

    @Test
    void cookiesThatTheHostDidNotIssue_areWorthNothing() throws Exception {
        String cookie = cookie();
        char last = cookie.charAt(cookie.length() - 10);
        String forged = cookie.substring(0, cookie.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + cookie.substring(cookie.length() - 9);
        String name = cookie.substring(0, cookie.indexOf('=') + 1);
        String ofOtherToken = name + new Credentials("another-token-0123456789-0123456789", now::get).newCookie();
        for (String other : List.of(forged, ofOtherToken, name, name + "AAAA", name + "%00", "Cookie: x=y")) {
            assertThat(client.send("GET /", other).status()).as(other).isEqualTo(401);
        }
        assertThat(client.send("GET /token", cookie).status()).isEqualTo(401);
    }

    @Test
    void changesWithACookie_mustComeFromAPageOfTheHost() throws Exception {
        String cookie = cookie();
        assertThat(client.send("POST /", cookie, "Origin: " + client.origin(), "Content-Length: 0")
                        .status())
                .isEqualTo(200);
        assertThat(client.send("POST /", cookie, "Content-Length: 0").status()).isEqualTo(403);
        for (String origin : List.of(
                "http://127.0.0.1:1",
                "http://localhost:" + client.port(),
                "https://127.0.0.1:" + client.port(),
                "http://evil.example.com",
                "null")) {
            assertThat(client.send("POST /", cookie, "Origin: " + origin, "Content-Length: 0")
                            .status())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(client.send("GET /", cookie, "Origin: " + origin).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(client.send("POST /", BEARER, "Content-Length: 0").status()).isEqualTo(200);
    }

    @Test
    void scriptsOfOtherPorts_doNotReadWithACookie() throws Exception {
        String cookie = cookie();
        for (String site : List.of("same-site", "cross-site")) {
            assertThat(client.send("GET /", cookie, "Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: no-cors")
                            .status())
                    .isEqualTo(403);
            assertThat(client.send("GET /", cookie, "Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: navigate")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(client.send("GET /", cookie, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors")
                        .status())
                .isEqualTo(200);
        assertThat(client.send("OPTIONS /", cookie, "Origin: http://localhost:3000")
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void afterTenWrongTokens_noTokenIsCompared_butBrowsersWorkOn() throws Exception {
        String cookie = cookie();
        for (int i = 0; i < GuessLimit.BURST; i++) {
            assertThat(client.send("GET /", "Authorization: Bearer wrong" + i).status())
                    .isEqualTo(401);
        }
        RawHttp.Answer limited = client.send("GET /", BEARER);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).contains("6");
        String code = code();
        assertThat(client.send("GET /sign-in" + code).status()).isEqualTo(429);
        assertThat(client.send("GET /", cookie).body()).startsWith("COOKIE");
    }

    @Test
    void everyAnswer_restrictsBrowsers() throws Exception {
        for (RawHttp.Answer answer : List.of(
                client.send("GET /open"),
                client.send("GET /"),
                client.send("GET /sign-in" + code()),
                client.send("GET /..."))) {
            assertThat(answer.header("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("X-Frame-Options")).contains("DENY");
            assertThat(answer.header("Referrer-Policy")).contains("same-origin");
            assertThat(answer.header("Cache-Control")).contains("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/../token",
                "/open/%2e%2e/token",
                "/open/.%2e/x",
                "/open/.",
                "/open/%00",
                "/open/%0d%0aSet-Cookie:x",
                "/open/%7f",
                "/open/%zz"
            })
    void paths_doNotLeadElsewhere(String path) throws Exception {
        assertThat(client.send("GET " + path, BEARER).status()).isEqualTo(400);
    }

    @Test
    void escapedSlash_separatesNothing() throws Exception {
        assertThat(client.send("GET /open/a%2fb/c+d?x=1&y=2&x=3").body())
                .startsWith("ANONYMOUS [open, a/b, c+d] [x, y]");
        assertThat(client.send("GET /open%2fa").status()).isEqualTo(401);
    }

    @Test
    void clientThatDoesNotReadItsAnswer_isCutOff() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", client.port())) {
            String request = "GET /flood HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stop_answersCallsInProgress() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", client.port())) {
            String head = "POST /open HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\nab";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            while (host.calls() == 0) {
                Thread.sleep(5);
            }
            Thread stop = Thread.ofVirtual().start(host::close);
            socket.getOutputStream().write("cd".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            stop.join();
        }
    }
}
