package loom.aml.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests of a browser that opens each page once, to train the server for browsers. They go through a plain socket, because the
 * classes of an HTTP client would be in the cache, too.
 */
final class Visit {
    private static final Pattern LINK = Pattern.compile("http://\\S+/sign-in\\S+");
    private static final Pattern LEADS_TO = Pattern.compile("(?i)\r\nLocation: ([^\r]+)");
    private static final Pattern COOKIE = Pattern.compile("(?i)\r\nSet-Cookie: ([^;\r]+)");
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
    private static final Pattern ITEM = Pattern.compile("href=\"(/stores/[^/\"]+/items/[^\"?]+)\"");
    private static final List<String> PAGES = List.of(
            "/items",
            "/items?q=connection+pool&kind=solution",
            "/map",
            "/map/data",
            "/runs",
            "/backups",
            "/suggestions",
            "/settings");
    private static final long SECONDS = 60;

    private final CompletableFuture<URI> link = new CompletableFuture<>();
    private final StringBuilder printed = new StringBuilder();
    private String cookie = "";

    /** Returns where the server prints the link that signs in. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) {
                printed.append((char) value);
                Matcher found = LINK.matcher(printed);
                if (value == '\n' && found.find()) {
                    link.complete(URI.create(found.group()));
                }
            }
        };
    }

    /** Visits the server whose link was printed, and asks it to stop. */
    void run(Interruption interruption) throws IOException, InterruptedException {
        try {
            URI address = link.get(SECONDS, TimeUnit.SECONDS);
            String signedIn = get(address.getPort(), address.getPath() + "?" + address.getQuery());
            cookie = first(COOKIE, signedIn).orElseThrow();
            String store = first(LEADS_TO, get(address.getPort(), "/")).orElseThrow();
            String overview = get(address.getPort(), store);
            for (Matcher file = FILE.matcher(overview); file.find(); ) {
                get(address.getPort(), file.group(1));
            }
            for (String page : PAGES) {
                String answer = get(address.getPort(), store + page);
                Optional<String> item = first(ITEM, answer);
                if (item.isPresent()) {
                    get(address.getPort(), item.get());
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server printed no link", e);
        } finally {
            interruption.end();
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private String get(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nCookie: " + cookie
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            String text = answer.toString(StandardCharsets.UTF_8);
            if (!text.startsWith("HTTP/1.1 200") && !text.startsWith("HTTP/1.1 303")) {
                throw new IOException(
                        path + " was answered by " + text.lines().findFirst().orElse("nothing"));
            }
            return text;
        }
    }
}
