package loom.aml.server.page;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreCache;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.item.RemoveItems;
import loom.aml.app.maintain.CollectGarbage;
import loom.aml.app.monitor.CheckMentions;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunPreview;
import loom.aml.app.similar.FindSimilar;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.item.Revision;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.ChosenItem;
import loom.aml.server.page.view.FindingView;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.SimilarItems;
import loom.aml.server.page.view.StaleItem;
import loom.aml.server.page.view.SuggestionsView;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.stale.StaleMention;
import loom.aml.stale.StaleReport;
import loom.aml.store.Finding;
import loom.aml.store.Selection;

/** Memories that a person should decide about: similar ones, those that mention things that are gone, and duplicates. */
final class SuggestionPages {
    private static final String PATH = "/stores/*/suggestions";
    private static final int SHOWN = 60;
    /** The comparison of a large store takes longer the first time; the page shows that it is under way. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final String REASON = "mentions what no longer exists";

    private final OperationPages operations;
    /** The repository changes without the store, so the result is kept for a short time only. */
    private final StoreCache<SuggestionsView> views = StoreCache.ofState(Duration.ofMinutes(1));

    SuggestionPages(OperationPages operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, this::list),
                Route.post(PATH + "/forget", this::forget),
                Route.get(PATH + "/tidy", SuggestionPages::plan),
                Route.post(PATH + "/tidy", this::tidy));
    }

    private Answer list(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        Optional<SuggestionsView> view = views.getWithin(
                        PATIENCE, store.id(), store.opener(), opened -> view(store, opened))
                .map(StoreCache.Entry::value);
        return Answer.Page.of("suggestions", "Suggestions", Section.SUGGESTIONS).with("found", view);
    }

    private static SuggestionsView view(ServedStore store, OpenStore opened) throws IOException {
        StaleReport report = new CheckMentions(opened)
                .run(new CheckMentions.Request(Selection.ALL, Optional.empty()))
                .report();
        RunPreview tidying = tidying(store, opened);
        FindSimilar.Result similar = new FindSimilar(opened).run(FindSimilar.Request.open(SHOWN));
        // Each of the three reads the whole store and reports what it could not read.
        Set<Finding> findings = new LinkedHashSet<>(report.findings());
        findings.addAll(similar.findings());
        findings.addAll(tidying.findings());
        List<StaleItem> stale = staleItems(store.id(), report);
        return new SuggestionsView(
                similar.pairs().stream()
                        .map(pair -> SimilarItems.of(store.id(), pair))
                        .toList(),
                similar.open(),
                stale.subList(0, Math.min(SHOWN, stale.size())),
                stale.size(),
                report.repository().orElse(""),
                report.isComplete(),
                tidying.first(SHOWN),
                tidying.summary().items(),
                !tidying.isEmpty(),
                FindingView.of(List.copyOf(findings)));
    }

    private static RunPreview tidying(ServedStore store, OpenStore opened) throws IOException {
        return new CollectGarbage(opened, store.frontEnd()).preview(CollectGarbage.Request.daily(opened));
    }

    /** Returns the stale mentions by item. */
    private static List<StaleItem> staleItems(String store, StaleReport report) {
        Map<String, List<StaleMention>> byItem = new LinkedHashMap<>();
        for (StaleMention mention : report.stale()) {
            StaleMention.Source source = mention.source();
            byItem.computeIfAbsent(source.file() + '/' + source.item(), _ -> new ArrayList<>())
                    .add(mention);
        }
        List<StaleItem> items = new ArrayList<>();
        for (List<StaleMention> mentions : byItem.values()) {
            StaleMention.Source source = mentions.getFirst().source();
            String title = ItemTitle.orId(source.title(), source.item());
            String address = Addresses.item(store, source.agent(), source.kind(), source.item());
            items.add(new StaleItem(
                    title,
                    address,
                    source.revision()
                            .flatMap(revision -> ItemKind.named(source.kind())
                                    .map(kind -> new ChosenItem(
                                            new ItemKey(source.agent(), kind, source.item()),
                                            revision,
                                            title,
                                            address))),
                    mentions.stream()
                            .map(mention -> mention.mention().text() + ": " + mention.problem())
                            .toList()));
        }
        return items;
    }

    /** Asks first: the first form has the choice, the second one the button that confirms it. */
    private Answer forget(PageCall call) throws Exception {
        Form form = call.form();
        ServedStore store = call.store();
        Map<ItemKey, Revision> items = new LinkedHashMap<>();
        for (String text : form.texts("item")) {
            ChosenItem.Named named =
                    ChosenItem.parse(text).orElseThrow(() -> new HttpFailure(400, "not a version of an item: " + text));
            items.put(named.key(), named.revision());
        }
        if (items.isEmpty()) {
            throw new HttpFailure(400, "choose at least one item");
        }
        if (form.has("confirmed")) {
            return operations.start(store, RemoveItem.OPERATION, opener -> {
                try (OpenStore opened = opener.forChange()) {
                    return new RemoveItems(opened)
                            .run(new RemoveItems.Request(items, REASON))
                            .toJson();
                }
            });
        }
        List<ChosenItem> chosen = new ArrayList<>();
        for (Map.Entry<ItemKey, Revision> item : items.entrySet()) {
            ItemKey key = item.getKey();
            chosen.add(new ChosenItem(key, item.getValue(), titleOf(store, key), Addresses.item(store.id(), key)));
        }
        return Answer.Page.of("forget-all", "Forget", Section.SUGGESTIONS).with("items", chosen);
    }

    private static String titleOf(ServedStore store, ItemKey key) throws IOException {
        try {
            Selection within = new Selection(Set.of(key.agent()), Set.of(key.kind()));
            return ItemPages.titleOf(
                    store.memory().find(new FindItem.Request(key.id(), within)).item());
        } catch (NoSuchItemException | AmbiguousIdException e) {
            // The change itself reports it.
            return key.id();
        }
    }

    private static Answer plan(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forReading()) {
            RunPreview preview = tidying(store, opened);
            return Answer.Page.of("tidy", "Tidy", Section.SUGGESTIONS)
                    .with("plan", preview.summary())
                    .with("explained", preview.first(SHOWN))
                    .with("findings", FindingView.of(preview.findings()));
        }
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
