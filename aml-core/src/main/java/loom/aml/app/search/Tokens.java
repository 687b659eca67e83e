package loom.aml.app.search;

import java.nio.charset.StandardCharsets;

/** Estimates how many tokens of a language model a text takes. */
public final class Tokens {
    /** English text and code have about four bytes to a token with the usual tokenizers; other scripts have fewer. */
    private static final int BYTES_PER_TOKEN = 4;

    private Tokens() {}

    public static int of(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }
}
