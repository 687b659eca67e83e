package loom.aml.server.rest;

import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.similar.DecideSuggestion;
import loom.aml.app.similar.FindSimilar;
import loom.aml.server.stores.ServedStore;

/** The pairs of similar items of a store that await a decision. */
final class SuggestionResource {
    private static final String SUGGESTIONS = "/stores/{store}/suggestions";
    private static final String ONE = SUGGESTIONS + "/{suggestion}";
    private static final String DOCUMENT = "suggestions";

    /** A decision about a suggestion. */
    private interface Decision {
        DecideSuggestion.Result on(DecideSuggestion suggestions, String name) throws Exception;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", SUGGESTIONS, "listSuggestions", "List the similar and contradictory items")
                        .takes(Parameter.number("limit", 1, 1_000, 20, "The maximum number of pairs."))
                        .answers(200, DOCUMENT, "The pairs that await a decision.")
                        .by(this::list),
                Route.of(
                                "POST",
                                ONE + "/accept",
                                "acceptSuggestion",
                                "Merge the items, or archive the contradicted one")
                        .answers(200, DOCUMENT, "The run.")
                        .by(call -> decide(call, DecideSuggestion::accept)),
                Route.of("POST", ONE + "/reject", "rejectSuggestion", "Suggest a pair no more until it changes")
                        .answers(200, DOCUMENT, "The run.")
                        .by(call -> decide(call, DecideSuggestion::reject)),
                Route.of("POST", ONE + "/reopen", "reopenSuggestion", "Suggest a rejected pair again")
                        .answers(200, DOCUMENT, "The run.")
                        .by(call -> decide(call, DecideSuggestion::reopen)));
    }

    private void list(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            FindSimilar.Request request = FindSimilar.Request.open(call.number("limit"));
            call.answer(200, DOCUMENT, new FindSimilar(opened).run(request).toJson());
        }
    }

    private void decide(RestCall call, Decision decision) throws Exception {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forChange()) {
            DecideSuggestion suggestions = new DecideSuggestion(opened, store.frontEnd());
            call.answer(
                    200,
                    DOCUMENT,
                    decision.on(suggestions, call.path("suggestion")).toJson());
        }
    }
}
