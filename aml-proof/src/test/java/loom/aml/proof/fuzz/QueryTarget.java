package loom.aml.proof.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;

/** Parses any text as a query, with the same result each time. */
public final class QueryTarget {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private QueryTarget() {}

    /** The entry point of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Query query = QueryParser.parse(text, NOW);
        if (!query.equals(QueryParser.parse(text, NOW))) {
            throw new AssertionError("understood in two ways");
        }
        query.words();
    }
}
