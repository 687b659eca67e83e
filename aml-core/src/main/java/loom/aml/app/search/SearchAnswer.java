package loom.aml.app.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.index.Hit;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.query.Match;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of {@link SearchStore}.
 *
 * @param store the location of the store
 * @param refreshed how the index was updated, or why it was not used
 * @param findings collections that could not be read
 * @param snapshot the snapshot whose items were searched; empty for the present store
 */
public record SearchAnswer(
        String store,
        SearchRequest request,
        MemorySearch.Refreshed refreshed,
        SearchResult result,
        List<Finding> findings,
        Optional<String> snapshot) {
    public SearchAnswer {
        findings = List.copyOf(findings);
    }

    /** Creates an answer from the present store. */
    public SearchAnswer(
            String store,
            SearchRequest request,
            MemorySearch.Refreshed refreshed,
            SearchResult result,
            List<Finding> findings) {
        this(store, request, refreshed, result, findings, Optional.empty());
    }

    /** Returns whether the store itself was searched because the index is unusable. */
    public boolean isFromStore() {
        return refreshed.direct().isPresent();
    }

    /** Returns notes on how the query was interpreted. */
    public List<String> notes() {
        return notes(request, result);
    }

    /** Returns notes on how the query of a request was interpreted. */
    public static List<String> notes(SearchRequest request, SearchResult result) {
        List<String> notes = new ArrayList<>(request.query().notes());
        if (result.isByBeginnings()) {
            notes.add("no item contains these words; words that begin with them were searched");
        }
        return notes;
    }

    /** Returns the answer for a reader with little room. */
    public BriefAnswer brief(int tokens) {
        return BriefAnswer.of(store, result, notes(), findings, tokens);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("answered_from", snapshot.isPresent() ? "snapshot" : isFromStore() ? "store" : "index")
                .put("snapshot", snapshot.orElse(null))
                .put("total", result.total())
                .put("page_offset", request.offset())
                .put("page_limit", request.limit())
                .put("order", request.order().word())
                .put("some_words_only", result.isRelaxed())
                .put("query_notes", notes())
                .put("query_time_ms", result.time().toNanos() / 1e6)
                .put("hits", result.hits().stream().map(SearchAnswer::toJson).toList())
                .put("facets", result.facets().map(facets -> facets.toJson()).orElse(null))
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }

    private static JsonObject toJson(Hit hit) {
        Match match = hit.match();
        Item item = hit.item();
        JsonObject.Builder json = JsonObject.builder()
                .put("agent", match.file().agent())
                .put("kind", match.file().kind().word())
                .put("id", item.id())
                .put("type", item.type())
                .put("tags", item.strings(Field.TAGS))
                .put("active", item.isActive())
                .put("score", match.score())
                .put(
                        "reasons",
                        match.reasons().stream()
                                .map(reason -> JsonObject.builder()
                                        .put("what", reason.what())
                                        .put("part", reason.part())
                                        .build())
                                .toList())
                .put("confidence", (String) null)
                .put("success_rate", (String) null);
        item.confidence().ifPresent(value -> json.put("confidence", value));
        item.successRate().ifPresent(value -> json.put("success_rate", value));
        return json.put("last_used", item.lastUsed())
                .put("file", match.file().path())
                .put("offset", match.offset())
                .put("bytes", match.length())
                .put("text", new String(item.copyBytes(), StandardCharsets.UTF_8))
                .build();
    }
}
