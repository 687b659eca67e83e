package loom.aml.notify.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import loom.aml.io.Printable;
import loom.aml.notify.Channel;

/**
 * Posts a document. Redirects are not followed, because they would send it elsewhere. No error contains the address or a header.
 */
final class HttpPost {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int MOST_OF_ANSWER = 200;

    private HttpPost() {}

    /**
     * Posts a document.
     *
     * @param timeout the time for the connection, and again for the answer
     */
    static void send(URI address, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(timeout).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream content = answer.body()) {
                check(answer, content, new Redaction(address, headers));
            }
        } catch (HttpTimeoutException e) {
            throw new IOException("the server did not answer within " + timeout.toMillis() + " ms", e);
        } catch (SSLException e) {
            throw new IOException("no secure connection to " + address.getHost() + ": " + e.getMessage(), e);
        } catch (ConnectException e) {
            String why = e.getCause() instanceof UnresolvedAddressException ? "its name is unknown" : "nothing answers";
            throw new IOException("no connection to " + address.getHost() + ": " + why, e);
        } finally {
            client.shutdownNow();
        }
    }

    private static void check(HttpResponse<InputStream> answer, InputStream content, Redaction redaction)
            throws IOException {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        String words = redaction.of(new String(content.readNBytes(MOST_OF_ANSWER), StandardCharsets.UTF_8));
        String what = "the server answered with status " + status
                + (words.isBlank() || words.startsWith("<") ? "" : ": " + Printable.of(words.strip()));
        Duration pause = pause(answer);
        if ((status == TOO_MANY_REQUESTS || status == UNAVAILABLE) && pause.isPositive()) {
            throw new Channel.BusyException(what, pause);
        }
        if (status >= 300 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS) {
            throw new Channel.RefusedException(what);
        }
        throw new IOException(what);
    }

    private static Duration pause(HttpResponse<?> answer) {
        try {
            return Duration.ofSeconds(Math.clamp(
                    (long) Double.parseDouble(
                            answer.headers().firstValue("Retry-After").orElse("0")),
                    0,
                    3_600));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
