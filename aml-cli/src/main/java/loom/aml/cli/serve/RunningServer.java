package loom.aml.cli.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import loom.aml.cli.Session;
import loom.aml.json.JsonObject;
import loom.aml.server.http.Credentials;

/**
 * The server of this user that runs at the moment.
 *
 * @param link signs a browser in once
 * @param expires the time until which the link works, for display
 * @param isReadOnly whether it refuses changes
 */
public record RunningServer(String url, String link, String expires, boolean isReadOnly) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 10_000;
    private static final int DONE = 200;
    private static final int CREATED = 201;

    /**
     * Asks the server for a link; empty if none runs or it does not answer. A crash leaves its address behind, where another user can
     * listen since, so the token is presented only to a server that has proved that it knows it.
     */
    public static Optional<RunningServer> find(Session session) throws IOException {
        ServerFolder folder = ServerFolder.of(session);
        Optional<String> url = folder.announced();
        Optional<String> token = folder.knownToken();
        if (url.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(PATIENCE).proxy(HttpClient.Builder.NO_PROXY);
        Optional<SSLContext> tls = Keystore.of(session);
        tls.ifPresent(builder::sslContext);
        // Is not closed: that waits for an answer that may never come.
        HttpClient client = builder.build();
        try {
            return isProved(client, url.get(), new Credentials(token.get(), session.clock()))
                    ? ask(client, url.get(), token.get())
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            client.shutdownNow();
        }
    }

    private static boolean isProved(HttpClient client, String url, Credentials credentials) throws IOException {
        String nonce = Credentials.newToken();
        HttpResponse<String> answer =
                send(client, HttpRequest.newBuilder(URI.create(url + Credentials.PROOF_PATH + "?nonce=" + nonce)));
        return answer.statusCode() == DONE && credentials.isProof(answer.body().strip(), nonce, url);
    }

    private static Optional<RunningServer> ask(HttpClient client, String url, String token) throws IOException {
        HttpResponse<String> answer = send(
                client,
                HttpRequest.newBuilder(URI.create(url + "/api/v1/sign-in-links"))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.noBody()));
        if (answer.statusCode() != CREATED) {
            return Optional.empty();
        }
        JsonObject link = JsonObject.parse(answer.body());
        return Optional.of(new RunningServer(
                url, link.string("link").orElse(""), link.string("expires").orElse(""), link.isTrue("read_only")));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request.build(), HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LARGEST));
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            answer.cancel(true);
        }
    }
}
