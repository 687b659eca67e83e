package loom.aml.app.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import loom.aml.index.Hit;
import loom.aml.index.SearchResult;
import loom.aml.index.query.Match;
import loom.aml.item.ItemLesson;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of a search for a reader with little room, such as a language model: for each item its title, one line and
 * the reason for the match, as many items as fit into a number of tokens.
 *
 * @param store the location of the store
 * @param total the number of matching items
 * @param hits the first of them, the most relevant one first
 * @param notes how the query was interpreted
 * @param findings collections that could not be read
 */
public record BriefAnswer(String store, long total, List<BriefHit> hits, List<String> notes, List<Finding> findings) {
    /** The number of tokens of an answer unless requested otherwise. */
    public static final int TOKENS = 1_500;

    private static final int WIDEST_TITLE = 120;
    private static final int WIDEST_LINE = 240;
    private static final int REASONS = 4;

    /**
     * An item in short.
     *
     * @param line its lesson on one line, possibly cut
     * @param why the words of the query that contribute most to its rank
     */
    public record BriefHit(
            String agent, String kind, String id, String title, String line, double score, List<String> why) {
        static BriefHit of(Hit hit) {
            Match match = hit.match();
            return new BriefHit(
                    match.file().agent(),
                    match.file().kind().word(),
                    String.valueOf(hit.item().id()),
                    cut(ItemTitle.of(hit.item()), WIDEST_TITLE),
                    cut(ItemLesson.of(hit.item()), WIDEST_LINE),
                    Math.round(match.score() * 100) / 100.0,
                    match.reasons().stream()
                            .sorted(Comparator.comparingDouble(Match.Reason::part)
                                    .reversed())
                            .limit(REASONS)
                            .map(Match.Reason::what)
                            .toList());
        }

        /** Returns the form of a document. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("agent", agent)
                    .put("kind", kind)
                    .put("id", id)
                    .put("title", title)
                    .put("line", line)
                    .put("score", score)
                    .put("why", why)
                    .build();
        }
    }

    public BriefAnswer {
        hits = List.copyOf(hits);
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    /**
     * Shortens an answer.
     *
     * @param notes how the query was interpreted
     * @param tokens the limit for all hits together; the first hit is always present
     */
    public static BriefAnswer of(
            String store, SearchResult result, List<String> notes, List<Finding> findings, int tokens) {
        List<BriefHit> hits = new ArrayList<>();
        int used = 0;
        for (Hit hit : result.hits()) {
            BriefHit brief = BriefHit.of(hit);
            used += Tokens.of(brief.toJson().toString());
            if (used > tokens && !hits.isEmpty()) {
                break;
            }
            hits.add(brief);
        }
        return new BriefAnswer(store, result.total(), hits, notes, findings);
    }

    private static String cut(String text, int widest) {
        if (text.codePointCount(0, text.length()) <= widest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, widest - 1)).stripTrailing() + "…";
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("total", total)
                .put("shown", hits.size())
                .put("query_notes", notes)
                .put("hits", hits.stream().map(BriefHit::toJson).toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
