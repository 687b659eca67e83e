import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// As much of an S3-compatible object store as copies of backups need, in memory and without access control, so that
/// the classes of the client can be
/// trained. Every request is for one bucket, whose name is the first part of the path.
final class ObjectStoreStub implements AutoCloseable {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL = 206;
    private static final int MISSING = 404;
    private static final int EXISTS = 412;

    private final HttpServer server;
    private final SortedMap<String, byte[]> objects = new TreeMap<>();

    ObjectStoreStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            int slash = path.indexOf('/', 1);
            String key = slash < 0 ? "" : path.substring(slash + 1);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, key, body);
                case "DELETE" -> {
                    objects.remove(key);
                    send(exchange, NO_CONTENT, new byte[0]);
                }
                case "POST" -> {
                    deleteAll(new String(body, StandardCharsets.UTF_8));
                    send(exchange, OK, text("<DeleteResult/>"));
                }
                case "GET" -> {
                    if (key.isEmpty()) {
                        send(exchange, OK, text(list(exchange.getRequestURI().getRawQuery())));
                    } else {
                        get(exchange, key);
                    }
                }
                default -> get(exchange, key);
            }
        }
    }

    private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
        if (exchange.getRequestHeaders().containsKey("If-None-Match") && objects.containsKey(key)
                || isOther(exchange, objects.get(key))) {
            send(exchange, EXISTS, text("<Error><Code>PreconditionFailed</Code></Error>"));
            return;
        }
        String sum = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        byte[] bytes = sum != null && sum.startsWith("STREAMING") ? unchunked(body) : body;
        objects.put(key, bytes);
        exchange.getResponseHeaders().set("ETag", tag(bytes));
        send(exchange, OK, new byte[0]);
    }

    /// Returns whether the condition of a request is for another object than the one that is there.
    private static boolean isOther(HttpExchange exchange, byte[] bytes) {
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        return wanted != null && (bytes == null || !wanted.equals(tag(bytes)));
    }

    /// Returns the content of a body in signed chunks: a line with the size and the signature before each.
    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int end = at;
            while (body[end] != ';' && body[end] != '\r') {
                end++;
            }
            int size = Integer.parseInt(new String(body, at, end - at, StandardCharsets.US_ASCII), 16);
            if (size == 0) {
                break;
            }
            while (body[end] != '\n') {
                end++;
            }
            content.write(body, end + 1, size);
            at = end + 1 + size + 2;
        }
        return content.toByteArray();
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            send(exchange, MISSING, text("<Error><Code>NoSuchKey</Code></Error>"));
            return;
        }
        exchange.getResponseHeaders().set("ETag", tag(bytes));
        exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null || bytes.length == 0) {
            send(exchange, OK, bytes);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        int to = ends.length == 1 ? bytes.length : (int) Math.min(bytes.length, Long.parseLong(ends[1]) + 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
        send(exchange, PARTIAL, Arrays.copyOfRange(bytes, from, to));
    }

    private String list(String query) {
        String prefix = "";
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("prefix=")) {
                prefix = URLDecoder.decode(parameter.substring("prefix=".length()), StandardCharsets.UTF_8);
            }
        }
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        for (var object : objects.tailMap(prefix).entrySet()) {
            if (object.getKey().startsWith(prefix)) {
                xml.append("<Contents><Key>")
                        .append(object.getKey())
                        .append("</Key><LastModified>2026-01-01T00:00:00.000Z");
                xml.append("</LastModified><ETag>")
                        .append(tag(object.getValue()))
                        .append("</ETag><Size>");
                xml.append(object.getValue().length).append("</Size></Contents>");
            }
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private void deleteAll(String request) {
        for (String part : request.split("<Key>")) {
            int end = part.indexOf("</Key>");
            if (end >= 0) {
                objects.remove(part.substring(0, end));
            }
        }
    }

    private static String tag(byte[] bytes) {
        try {
            return '"'
                    + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private static byte[] text(String xml) {
        return ("<?xml version=\"1.0\"?>" + xml).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, isHead || body.length == 0 ? -1 : body.length);
        if (!isHead && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
