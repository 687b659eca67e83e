package loom.aml.server.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sends requests byte by byte, also those that no client would send. */
final class RawHttp {
    private final int port;

    RawHttp(HttpHost host) {
        this.port = host.address().getPort();
    }

    /** An answer. */
    record Answer(String text) {
        int status() {
            return Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }

        Optional<String> header(String name) {
            String begin = name.toLowerCase(Locale.ROOT) + ": ";
            return head().stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                    .map(line -> line.substring(begin.length()))
                    .findFirst();
        }

        List<String> head() {
            return text.substring(0, text.indexOf("\r\n\r\n")).lines().toList();
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    /** Sends a request with the right host. */
    Answer send(String line, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return sendRaw(head + "Connection: close\r\n\r\n");
    }

    Answer sendRaw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Returns the origin of pages of the host. */
    String origin() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }
}
