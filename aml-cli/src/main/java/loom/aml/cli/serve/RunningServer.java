package loom.aml.cli.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import loom.aml.cli.Session;
import loom.aml.json.JsonObject;

/**
 * The server of this user that runs at the moment.
 *
 * @param link signs a browser in once
 * @param expires the time until which the link works, for display
 * @param isReadOnly whether it refuses changes
 */
public record RunningServer(String url, String link, String expires, boolean isReadOnly) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CREATED = 201;

    /** Asks the server for a link; empty if none runs or it does not answer. */
    public static Optional<RunningServer> find(Session session) throws IOException {
        ServerFolder folder = ServerFolder.of(session);
        Optional<String> url = folder.announced();
        Optional<String> token = folder.knownToken();
        if (url.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
        Optional<SSLContext> tls = Keystore.of(session);
        tls.ifPresent(client::sslContext);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.get() + "/api/v1/sign-in-links"))
                .header("Authorization", "Bearer " + token.get())
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient http = client.build()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != CREATED) {
                return Optional.empty();
            }
            JsonObject link = JsonObject.parse(answer.body());
            return Optional.of(new RunningServer(
                    url.get(),
                    link.string("link").orElse(""),
                    link.string("expires").orElse(""),
                    link.isTrue("read_only")));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
