package loom.aml.cloud;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** A message of HTTP as it is on the wire: its head, which ends with an empty line, and its body. */
record Exchange(String head, byte[] body) {

    /** Reads a request; empty at the end of the connection. */
    static Optional<Exchange> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.write(next);
        }
        Exchange request = new Exchange(head.toString(ISO_8859_1), new byte[0]);
        int length = request.header("content-length").map(Integer::parseInt).orElse(0);
        return Optional.of(new Exchange(request.head, in.readNBytes(length)));
    }

    /** Splits a whole message. */
    static Exchange of(byte[] message) {
        String text = new String(message, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        return new Exchange(text.substring(0, end), text.substring(end).getBytes(ISO_8859_1));
    }

    Optional<String> header(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    /** Returns the path with the query. */
    String target() {
        return head.split(" ", 3)[1];
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1].strip());
    }

    boolean isListing() {
        return method().equals("GET") && target().contains("list-type=2");
    }

    boolean isConditionalWrite() {
        return method().equals("PUT")
                && (header("if-match").isPresent() || header("if-none-match").isPresent());
    }

    /** Returns the message for a connection that ends with it. */
    byte[] toBytes() {
        String closing =
                head.replaceAll("(?i)connection: [^\r]*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(closing.getBytes(ISO_8859_1));
        message.writeBytes(body);
        return message.toByteArray();
    }

    /** Returns an answer with an error document of S3. */
    static Exchange error(int status, String code, String header) {
        byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>by the test</Message></Error>")
                .getBytes(ISO_8859_1);
        return new Exchange(
                "HTTP/1.1 " + status + " Error\r\nContent-Type: application/xml\r\nContent-Length: " + body.length
                        + "\r\n" + header + "\r\n",
                body);
    }
}
