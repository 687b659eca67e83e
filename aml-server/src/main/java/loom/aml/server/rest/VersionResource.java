package loom.aml.server.rest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RevertItem;
import loom.aml.app.version.CompareVersions;
import loom.aml.app.version.FindPastItem;
import loom.aml.app.version.FindVersion;
import loom.aml.app.version.HistoryLimits;
import loom.aml.app.version.ListVersions;
import loom.aml.app.version.VersionChoice;
import loom.aml.io.Printable;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.StoredItem;

/** The versions of an item, which may have been removed. */
final class VersionResource {
    private static final String ITEM = "/stores/{store}/items/{item}";

    List<Route> routes() {
        return List.of(
                Route.of("GET", ITEM + "/versions", "listVersions", "List the versions of an item, the newest first")
                        .takes(ItemResource.AGENT)
                        .takes(ItemResource.KIND)
                        .takes(Parameter.flag("all", "Read all archives and snapshots, rather than the newest."))
                        .answers(200, "log", "The versions.")
                        .by(this::list),
                Route.of("GET", ITEM + "/versions/{version}", "getVersion", "Show an item as it was")
                        .takes(ItemResource.AGENT)
                        .takes(ItemResource.KIND)
                        .answers(200, "show", "The item at a version, run, snapshot or time.")
                        .by(this::show),
                Route.of("GET", ITEM + "/differences", "compareVersions", "Compare two versions of an item")
                        .takes(ItemResource.AGENT)
                        .takes(ItemResource.KIND)
                        .takes(Parameter.requiredText("before", "The older version, run, snapshot or time."))
                        .takes(Parameter.text("after", "The newer one (now)."))
                        .answers(200, "diff", "The differences, field by field.")
                        .by(this::compare),
                Route.of("POST", ITEM + "/revert", "revertItem", "Give an item the content of a former version")
                        .takes(ItemResource.AGENT)
                        .takes(ItemResource.KIND)
                        .takes(Parameter.requiredText("to", "The version, run, snapshot or time."))
                        .takes(Parameter.flag("dry_run", "Return the item without storing it."))
                        .conditional()
                        .answers(200, "revert", "The item, which has the content of that version.")
                        .by(this::revert));
    }

    private void list(RestCall call) throws Exception {
        HistoryLimits limits = call.flag("all") ? HistoryLimits.NONE : HistoryLimits.DEFAULT;
        try (OpenStore opened = call.store().opener().forReading()) {
            ListVersions.Request request = new ListVersions.Request(key(call, opened), limits);
            call.answer(200, "log", new ListVersions(opened).run(request).toJson());
        }
    }

    private void show(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            FindVersion.Result version = find(opened, key(call, opened), call.path("version"));
            call.answer(200, "show", version.toJson());
        }
    }

    private void compare(RestCall call) throws Exception {
        VersionChoice before = choice(call.text("before").orElseThrow());
        VersionChoice after = choice(call.text("after").orElse(VersionChoice.NOW));
        try (OpenStore opened = call.store().opener().forReading()) {
            CompareVersions.Request request = new CompareVersions.Request(key(call, opened), before, after);
            call.answer(200, "diff", new CompareVersions(opened).run(request).toJson());
        }
    }

    private void revert(RestCall call) throws Exception {
        ServedStore store = call.store();
        ItemKey key;
        StoredItem version;
        Optional<StoredItem> present;
        try (OpenStore opened = store.opener().forReading()) {
            key = key(call, opened);
            version = find(opened, key, call.text("to").orElseThrow()).item().orElseThrow();
            present = opened.store().get(key);
        }
        // A removed item has no revision that a caller could know.
        Optional<Revision> expected =
                present.isEmpty() && call.http().header("If-Match").isEmpty()
                        ? Optional.empty()
                        : call.expected(present.orElse(version).revision());
        ItemChanged reverted =
                store.memory().revert(new RevertItem.Request(key, version.text(), expected, call.flag("dry_run")));
        reverted.item().ifPresent(now -> call.http().set("ETag", RestCall.quoted(now.revision())));
        call.answer(200, "revert", reverted.toJson());
    }

    private static ItemKey key(RestCall call, OpenStore opened) throws Exception {
        return new FindPastItem(opened).run(ItemResource.request(call));
    }

    private static FindVersion.Result find(OpenStore opened, ItemKey key, String text) throws Exception {
        FindVersion.Result found = new FindVersion(opened).run(new FindVersion.Request(key, choice(text)));
        if (found.item().isEmpty()) {
            throw new Problem(404, "no_such_version", "the item did not exist at " + Printable.of(text));
        }
        return found;
    }

    private static VersionChoice choice(String text) {
        try {
            return new VersionChoice(text, Optional.of(Instant.parse(text)));
        } catch (DateTimeParseException e) {
            return VersionChoice.of(text);
        }
    }
}
