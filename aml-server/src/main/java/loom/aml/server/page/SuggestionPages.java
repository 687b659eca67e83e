package loom.aml.server.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.maintain.CollectGarbage;
import loom.aml.app.monitor.CheckMentions;
import loom.aml.app.run.RunOptions;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.StaleItem;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.stale.StaleMention;
import loom.aml.stale.StaleReport;
import loom.aml.store.Explanation;
import loom.aml.store.Selection;

/** Memories that a person should decide about: those that mention things that are gone, and duplicates. */
final class SuggestionPages {
    private static final String PATH = "/stores/*/suggestions";
    private static final int SHOWN = 60;
    private static final String REASON = "mentions what no longer exists";

    private final OperationPages operations;

    SuggestionPages(OperationPages operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, SuggestionPages::list),
                Route.post(PATH + "/forget", this::forget),
                Route.post(PATH + "/tidy", this::tidy));
    }

    private static Answer list(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forReading()) {
            StaleReport report = new CheckMentions(opened)
                    .run(new CheckMentions.Request(Selection.ALL, Optional.empty()))
                    .report();
            List<Explanation> duplicates = new ArrayList<>();
            new CollectGarbage(opened, store.frontEnd())
                    .preview(CollectGarbage.Request.daily(opened))
                    .explain(one -> {
                        if (duplicates.size() < SHOWN) {
                            duplicates.add(one);
                        }
                    });
            return Answer.Page.of("suggestions", "Suggestions", Section.SUGGESTIONS)
                    .with("stale", staleItems(store.id(), report))
                    .with("repository", report.repository().orElse(""))
                    .with("duplicates", duplicates);
        }
    }

    /** Returns the stale mentions by item. */
    private static List<StaleItem> staleItems(String store, StaleReport report) {
        Map<String, List<StaleMention>> byItem = new LinkedHashMap<>();
        for (StaleMention mention : report.stale()) {
            StaleMention.Source source = mention.source();
            byItem.computeIfAbsent(source.agent() + '/' + source.kind() + '/' + source.item(), _ -> new ArrayList<>())
                    .add(mention);
        }
        List<StaleItem> items = new ArrayList<>();
        byItem.forEach((key, mentions) -> {
            StaleMention.Source source = mentions.getFirst().source();
            items.add(new StaleItem(
                    key,
                    Addresses.item(store, source.agent(), source.kind(), source.item()),
                    source.title().isEmpty() ? source.item() : source.title(),
                    mentions.stream().map(SuggestionPages::inWords).toList()));
        });
        return items.subList(0, Math.min(SHOWN, items.size()));
    }

    private static String inWords(StaleMention mention) {
        return mention.mention().text() + ": " + mention.missing()
                + mention.suggestion().map(now -> "; now " + now + "?").orElse("");
    }

    /** Asks first: the first form has the choice, the second one the button that confirms it. */
    private Answer forget(PageCall call) throws Exception {
        Form form = call.form();
        ServedStore store = call.store();
        List<ItemKey> keys = new ArrayList<>();
        for (String text : form.texts("item")) {
            keys.add(ItemKey.parse(text).orElseThrow(() -> new HttpFailure(400, "not the key of an item: " + text)));
        }
        if (keys.isEmpty()) {
            throw new HttpFailure(400, "choose at least one item");
        }
        if (!form.has("confirmed")) {
            return Answer.Page.of("forget-all", "Forget", Section.SUGGESTIONS)
                    .with("keys", keys.stream().map(ItemKey::toString).toList());
        }
        return operations.start(store, "rm", _ -> {
            List<String> runs = new ArrayList<>();
            for (ItemKey key : keys) {
                store.memory()
                        .remove(new RemoveItem.Request(key, REASON, Optional.empty()))
                        .report()
                        .ifPresent(report -> runs.add(report.run()));
            }
            return JsonObject.builder()
                    .put("items_removed", runs.size())
                    .put("run", runs.getLast())
                    .build();
        });
    }

    private Answer tidy(PageCall call) throws Exception {
        ServedStore store = call.store();
        return operations.start(store, "optimize gc", opener -> {
            try (OpenStore opened = opener.forChange()) {
                return new CollectGarbage(opened, store.frontEnd())
                        .run(CollectGarbage.Request.daily(opened), new RunOptions(true, true))
                        .toJson();
            }
        });
    }
}
