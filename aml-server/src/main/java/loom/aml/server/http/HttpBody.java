package loom.aml.server.http;

import java.nio.charset.StandardCharsets;

/**
 * The body of an answer.
 *
 * @param type its content type
 */
public record HttpBody(String type, byte[] bytes) {

    /** Returns plain text. */
    public static HttpBody text(String text) {
        return new HttpBody("text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
