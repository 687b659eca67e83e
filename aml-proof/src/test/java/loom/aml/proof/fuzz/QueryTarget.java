package loom.aml.proof.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.QuerySyntaxException;

/** Any text as a query: understood, the same way each time; or refused with the spot where it stops making sense. */
public final class QueryTarget {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private QueryTarget() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Query query = QueryParser.parse(text, NOW);
            if (!query.equals(QueryParser.parse(text, NOW))) {
                throw new AssertionError("understood in two ways");
            }
            query.words();
        } catch (QuerySyntaxException e) {
            if (!e.query().equals(text) || e.position() < 0 || e.position() > text.length()) {
                throw new AssertionError("refused at a spot that is none: " + e.position(), e);
            }
        }
    }
}
