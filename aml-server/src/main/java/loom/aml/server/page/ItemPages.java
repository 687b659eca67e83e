package loom.aml.server.page;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.ListPins;
import loom.aml.app.item.ListVersions;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.SearchAnswer;
import loom.aml.app.text.Amounts;
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
import loom.aml.server.page.view.VersionRow;
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
        return List.of(
                Route.get("/stores/*/items", ItemPages::explore),
                Route.get(ITEM, ItemPages::show),
                Route.get(ITEM + "/diff", ItemPages::diff));
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
            versions = new ListVersions(opened).run(stored.key());
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
                        .filter(version -> !version.revision().equals(stored.revision()))
                        .map(version -> row(store.id(), address, version))
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

    private static VersionRow row(String store, String item, ListVersions.Version version) {
        return new VersionRow(
                Words.time(version.at()),
                version.run().isPresent() ? "until " + version.operation() : "in a snapshot",
                version.run().or(version::snapshot).orElse(""),
                version.run()
                        .map(run -> Addresses.run(store, run))
                        .or(() -> version.snapshot().map(snapshot -> Addresses.snapshot(store, snapshot)))
                        .orElse(""),
                version.revision().toString(),
                item + "/diff?before=" + version.revision());
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

    /** Compares two versions; without the newer one, the current version. */
    private static Answer diff(PageCall call) throws Exception {
        StoredItem stored = find(call).item();
        ServedStore store = call.store();
        String before = call.query("before").orElse("");
        String after = call.query("after").orElse(stored.revision().toString());
        try (OpenStore opened = store.opener().forReading()) {
            ListVersions.Result found = new ListVersions(opened).run(stored.key());
            List<ListVersions.Version> versions = found.versions();
            return Answer.Page.of("diff", "Compare versions", Section.EXPLORE)
                    .with("item", titleOf(stored))
                    .with("address", Addresses.item(store.id(), stored.key()))
                    .with("before", before)
                    .with("after", after)
                    .with("current", stored.revision().toString())
                    .with(
                            "versions",
                            versions.stream()
                                    .map(version -> row(store.id(), Addresses.item(store.id(), stored.key()), version))
                                    .toList())
                    .with("findings", FindingView.of(found.findings()))
                    .with("rows", FieldRow.between(text(stored, versions, before), text(stored, versions, after)));
        }
    }

    private static String text(StoredItem stored, List<ListVersions.Version> versions, String revision)
            throws HttpFailure {
        if (stored.revision().toString().equals(revision)) {
            return stored.json();
        }
        Optional<ListVersions.Version> version = versions.stream()
                .filter(each -> each.revision().toString().equals(revision))
                .findFirst();
        return version.orElseThrow(() -> new HttpFailure(404, "this version is no longer kept"))
                .text();
    }
}
