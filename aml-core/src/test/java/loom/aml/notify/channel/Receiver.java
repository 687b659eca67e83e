package loom.aml.notify.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** A local server that accepts messages as the services do, and gives the answers of a test. */
final class Receiver implements AutoCloseable {
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;

    /** A message. */
    record Received(String path, String signature, String type, String authorization, byte[] body) {
        JsonObject json() throws JsonSyntaxException {
            return JsonObject.parseUntrusted(body);
        }
    }

    private record Answer(int status, String body, String retryAfter) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.createContext("/never", exchange -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new Received(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("X-Aml-Signature"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body));
        Answer answer;
        synchronized (answers) {
            answer = answers.isEmpty() ? new Answer(200, "ok", "") : answers.poll();
        }
        exchange.getResponseHeaders().set("Location", address("/elsewhere"));
        if (!answer.retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter);
        }
        byte[] text = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    Receiver answering(int... statuses) {
        for (int status : statuses) {
            answering(status, "", "");
        }
        return this;
    }

    Receiver answering(int status, String body, String retryAfter) {
        synchronized (answers) {
            answers.add(new Answer(status, body, retryAfter));
        }
        return this;
    }

    String address(String path) {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path;
    }

    List<Received> received() {
        return received;
    }

    Received single() {
        if (received.size() != 1) {
            throw new AssertionError("received " + received.size() + " messages");
        }
        return received.getFirst();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }
}
