package loom.aml.server.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.similar.DecideSuggestion;
import loom.aml.app.similar.FindSimilar;
import loom.aml.app.similar.NoSuchSuggestionException;
import loom.aml.json.JsonObject;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.SimilarItems;
import loom.aml.server.stores.ServedStore;

/** The decision about similar memories: to accept suggestions or to reject them, one or several. */
final class SimilarPages {
    private final OperationPages operations;

    SimilarPages(OperationPages operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(Route.post("/stores/*/suggestions/similar", this::decide));
    }

    /** Rejects at once, because that changes no memory; asks before it accepts. */
    private Answer decide(PageCall call) throws Exception {
        Form form = call.form();
        ServedStore store = call.store();
        Set<String> names = new LinkedHashSet<>(form.texts("pair"));
        if (names.isEmpty()) {
            throw new HttpFailure(400, "choose at least one pair");
        }
        if (form.text("decision").equals("reject")) {
            return reject(store, names);
        }
        return form.has("confirmed")
                ? operations.start(store, "suggestions accept", opener -> {
                    try (OpenStore opened = opener.forChange()) {
                        return accept(new DecideSuggestion(opened, store.frontEnd()), names);
                    }
                })
                : ask(store, names);
    }

    private static Answer reject(ServedStore store, Set<String> names) throws Exception {
        try (OpenStore opened = store.opener().forChange()) {
            DecideSuggestion decide = new DecideSuggestion(opened, store.frontEnd());
            for (String name : names) {
                decide.reject(name);
            }
        }
        return new Answer.Redirect(Addresses.store(store.id()) + "/suggestions");
    }

    private static Answer ask(ServedStore store, Set<String> names) throws Exception {
        List<SimilarItems> pairs = new ArrayList<>();
        try (OpenStore opened = store.opener().forReading()) {
            new FindSimilar(opened)
                    .run(FindSimilar.Request.open(Integer.MAX_VALUE)).pairs().stream()
                            .filter(pair -> names.contains(pair.name()))
                            .forEach(pair -> pairs.add(SimilarItems.of(store.id(), pair)));
        }
        if (pairs.size() < names.size()) {
            throw new HttpFailure(409, "one of the memories changed; open the suggestions again");
        }
        return Answer.Page.of("accept-similar", "Accept", Section.SUGGESTIONS).with("pairs", pairs);
    }

    /** Accepts each suggestion as a run of its own; one that is no longer possible does not prevent the others. */
    private static JsonObject accept(DecideSuggestion decide, Set<String> names) throws Exception {
        List<JsonObject> accepted = new ArrayList<>();
        List<NoSuchSuggestionException> refused = new ArrayList<>();
        for (String name : names) {
            try {
                accepted.add(decide.accept(name).toJson());
            } catch (NoSuchSuggestionException e) {
                refused.add(e);
            }
        }
        if (accepted.isEmpty()) {
            throw refused.getFirst();
        }
        return accepted.size() == 1 && refused.isEmpty()
                ? accepted.getFirst()
                : JsonObject.builder()
                        .put("outcome", accepted.size() + " accepted, " + refused.size() + " refused")
                        .put("accepted", accepted)
                        .put(
                                "refused",
                                refused.stream().map(Exception::getMessage).toList())
                        .build();
    }
}
