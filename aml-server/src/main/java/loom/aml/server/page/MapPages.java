package loom.aml.server.page;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreCache;
import loom.aml.app.search.MapItems;
import loom.aml.io.Sha256;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.server.http.HttpBody;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.Section;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.Finding;

/** The map of the items of a store. Its places are computed once for each state of the store. */
final class MapPages {
    private static final int SCALE = 10_000;
    private static final double PERCENT = 100;

    private final StoreCache<Answer.Data> maps = StoreCache.ofState(ChronoUnit.FOREVER.getDuration());

    List<Route> routes() {
        return List.of(Route.get("/stores/*/map", MapPages::show), Route.get("/stores/*/map/data", this::data));
    }

    private static Answer show(PageCall call) throws IOException, NoSuchStoreException {
        return Answer.Page.of("map", "Map", Section.MAP)
                .with("data", Addresses.store(call.store().id()) + "/map/data");
    }

    private Answer data(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        return maps.get(store.id(), store.opener(), MapPages::data).value();
    }

    private static Answer.Data data(OpenStore opened) throws IOException {
        byte[] document = document(new MapItems(opened).run()).toUtf8();
        return new Answer.Data(
                new HttpBody("application/json", document), Sha256.of(document).hex());
    }

    /** Returns the points column by column, which is half the size of a list of objects. */
    private static JsonObject document(MapItems.Result map) {
        Map<String, Integer> agents = new LinkedHashMap<>();
        // In a fixed order, so that a kind has the same colour in every store.
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (ItemKind each : ItemKind.values()) {
            kinds.put(each.word(), kinds.size());
        }
        List<Integer> x = new ArrayList<>();
        List<Integer> y = new ArrayList<>();
        List<Integer> agent = new ArrayList<>();
        List<Integer> kind = new ArrayList<>();
        List<Integer> value = new ArrayList<>();
        List<Long> used = new ArrayList<>();
        List<String> id = new ArrayList<>();
        List<String> title = new ArrayList<>();
        for (MapItems.Point point : map.points()) {
            x.add(Math.round(point.x() * SCALE));
            y.add(Math.round(point.y() * SCALE));
            agent.add(agents.computeIfAbsent(point.agent(), _ -> agents.size()));
            kind.add(kinds.get(point.kind()));
            value.add(point.value() < 0 ? -1 : (int) Math.round(point.value() * PERCENT));
            used.add(point.usedDay());
            id.add(point.id());
            title.add(point.title());
        }
        return JsonObject.builder()
                .put("passed_over", map.passedOver())
                .put("findings", map.findings().stream().map(Finding::toJson).toList())
                .put("scale", SCALE)
                .put("agents", List.copyOf(agents.keySet()))
                .put("kinds", List.copyOf(kinds.keySet()))
                .put("x", x)
                .put("y", y)
                .put("agent", agent)
                .put("kind", kind)
                .put("value", value)
                .put("used", used)
                .put("id", id)
                .put("title", title)
                .build();
    }
}
