package loom.aml.proof.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import loom.aml.json.JsonObject;

/** A client of {@code aml serve}: a browser that is signed in, and a program with the token. */
final class WebClient {
    private static final String API = "/api/v1";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;
    private String cookie = "";

    /** @param base the address of the server, without a path */
    WebClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    void signIn(String link) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(link)));
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /** Returns a page, as a browser does. */
    String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(base + path)).header("Cookie", cookie));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /** Calls the REST interface, and returns the document that it answers. */
    JsonObject call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return JsonObject.parse(answer(method, path, body, headers).body());
    }

    private HttpResponse<String> answer(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + API + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode())
                .as(method + " " + path + "\n" + answer.body())
                .isBetween(200, 299);
        return answer;
    }

    /** Starts an operation, and waits for its end. */
    JsonObject operation(String path, String body) throws IOException, InterruptedException {
        String location =
                answer("POST", path, body).headers().firstValue("Location").orElseThrow();
        JsonObject operation;
        do {
            TimeUnit.MILLISECONDS.sleep(10);
            operation = call("GET", location.substring(API.length()), "");
        } while (operation.string("state").orElse("").equals("running"));
        assertThat(operation.string("state")).as(operation.toString()).contains("done");
        return operation;
    }

    /** Reads the stream of events until it has one, as a page does while it is open. */
    void watch(Runnable change) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + API + "/events"))
                .header("Cookie", cookie)
                .build();
        try (InputStream events =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            change.run();
            assertThat(events.read()).isNotNegative();
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
