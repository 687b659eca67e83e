package loom.aml.server.page;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.ListPins;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.SearchAnswer;
import loom.aml.app.text.Amounts;
import loom.aml.app.version.HistoryLimits;
import loom.aml.app.version.ListVersions;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemLesson;
import loom.aml.item.ItemTitle;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.ExploreView;
import loom.aml.server.page.view.FieldRow;
import loom.aml.server.page.view.Figure;
import loom.aml.server.page.view.FindingView;
import loom.aml.server.page.view.ItemRow;
import loom.aml.server.page.view.ItemView;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.Words;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.StoredItem;

/** The explorer, and the page of one item. */
final class ItemPages {
    static final String ITEM = "/stores/*/items/*/*/*";

    List<Route> routes() {
        return List.of(Route.get("/stores/*/items", ItemPages::explore), Route.get(ITEM, ItemPages::show));
    }

    private static Answer explore(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        Search search = new Search(call);
        Instant now = store.memory().now();
        SearchAnswer answer = store.memory().search(search.request(now));
        long total = answer.result().total();
        List<ItemRow> rows = answer.result().hits().stream()
                .map(hit -> ItemRow.of(
                        Addresses.item(
                                store.id(),
                                hit.match().file().agent(),
                                hit.match().file().kind().word(),
                                String.valueOf(hit.item().id())),
                        hit.match().file().agent(),
                        hit.item(),
                        now))
                .toList();
        ExploreView view = new ExploreView(
                search.action(),
                search.text(),
                search.chosen(),
                Amounts.of(total, "item") + (answer.result().isRelaxed() ? " with some of the words" : ""),
                answer.notes(),
                search.facets(answer.result().facets().orElseThrow()),
                rows,
                FindingView.of(answer.findings()),
                search.before(),
                search.after(total));
        return Answer.Page.of("explore", "Explore", Section.EXPLORE).with("view", view);
    }

    /** Finds the item that the path names. */
    static FindItem.Result find(PageCall call)
            throws IOException, NoSuchStoreException, NoSuchItemException, AmbiguousIdException, HttpFailure {
        ItemKind kind =
                ItemKind.named(call.value(2)).orElseThrow(() -> new HttpFailure(404, "no items are of this kind"));
        Selection within = new Selection(Set.of(call.value(1)), Set.of(kind));
        return call.store().memory().find(new FindItem.Request(call.value(3), within));
    }

    private static Answer show(PageCall call) throws Exception {
        FindItem.Result found = find(call);
        ServedStore store = call.store();
        StoredItem stored = found.item();
        Item item = stored.fields();
        Instant now = store.memory().now();
        String address = Addresses.item(store.id(), stored.key());
        ListVersions.Result versions;
        boolean isPinned;
        try (OpenStore opened = store.opener().forReading()) {
            versions = new ListVersions(opened).run(new ListVersions.Request(stored.key(), HistoryLimits.DEFAULT));
            isPinned = new ListPins(opened).isPinned(stored.key().id());
        }
        List<Finding> unread = new ArrayList<>(found.unread());
        unread.addAll(versions.findings());
        ItemView view = new ItemView(
                address,
                titleOf(stored),
                ItemLesson.of(item),
                stored.key().agent(),
                stored.key().kind().word(),
                stored.key().id(),
                stored.revision().toString(),
                found.found().file().path(),
                isPinned,
                item.isActive(),
                usage(item, now),
                FieldRow.of(stored.json()),
                stored.json(),
                versions.versions().stream()
                        .map(version -> VersionPages.row(store.id(), address, version))
                        .toList(),
                versions.isComplete(),
                similar(store, stored),
                FindingView.of(unread));
        return Answer.Page.of("item", view.title(), Section.EXPLORE).with("view", view);
    }

    static String titleOf(StoredItem stored) {
        return ItemTitle.orId(ItemTitle.of(stored.fields()), stored.key().id());
    }

    private static List<Figure> usage(Item item, Instant now) {
        List<Figure> usage = new ArrayList<>();
        usage.add(new Figure("confidence", Words.percent(item.confidence())));
        usage.add(new Figure("success rate", Words.percent(item.successRate())));
        usage.add(new Figure("uses", Amounts.count(Math.round(item.uses()))));
        Instant used = item.lastUsed();
        usage.add(new Figure("last used", used == null ? "never" : Amounts.ago(used, now)));
        Instant created = item.created();
        usage.add(new Figure("created", created == null ? "–" : Amounts.ago(created, now)));
        return usage;
    }

    private static List<ItemRow> similar(ServedStore store, StoredItem stored) throws IOException {
        return store.memory().similarTo(stored).stream()
                .map(item -> similar(store.id(), item.hit()))
                .toList();
    }

    private static ItemRow similar(String store, BriefAnswer.BriefHit hit) {
        return new ItemRow(
                Addresses.item(store, hit.agent(), hit.kind(), hit.id()),
                hit.title(),
                hit.line(),
                hit.kind(),
                hit.agent(),
                "",
                "",
                "",
                List.of(),
                true);
    }
}
