package loom.aml.server.page;

import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RevertItem;
import loom.aml.app.version.CompareVersions;
import loom.aml.app.version.FieldChange;
import loom.aml.app.version.FindVersion;
import loom.aml.app.version.HistoryLimits;
import loom.aml.app.version.ItemVersion;
import loom.aml.app.version.ListVersions;
import loom.aml.app.version.NoSuchVersionException;
import loom.aml.app.version.VersionChoice;
import loom.aml.edit.InvalidItemException;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.FieldRow;
import loom.aml.server.page.view.FindingView;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.VersionRow;
import loom.aml.server.page.view.Words;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.StoredItem;

/** The comparison of versions of an item, and the revert to one. */
final class VersionPages {
    private static final int FIELDS = 3;

    List<Route> routes() {
        return List.of(
                Route.get(ItemPages.ITEM + "/diff", VersionPages::diff),
                Route.post(ItemPages.ITEM + "/revert", VersionPages::revert));
    }

    static VersionRow row(String store, String item, ItemVersion version) {
        Optional<String> run = version.origin().run().or(version.origin()::seenInRun);
        Optional<String> snapshot = version.origin().seenInSnapshot();
        return new VersionRow(
                Words.time(version.from()),
                whatOf(version),
                run.or(() -> snapshot).orElse(""),
                run.map(id -> Addresses.run(store, id))
                        .or(() -> snapshot.map(id -> Addresses.snapshot(store, id)))
                        .orElse(""),
                version.name().orElse(""),
                version.revision().map(Revision::toString).orElse(""),
                version.isCurrent(),
                item + "/diff?before="
                        + version.revision().map(Revision::toString).orElse(""));
    }

    private static String whatOf(ItemVersion version) {
        String by = version.origin().run().isPresent()
                ? version.origin().operation()
                        + version.origin()
                                .program()
                                .map(program -> " by " + program)
                                .orElse("")
                : version.after().isPresent() ? "changed by another program" : "first seen";
        List<String> fields = version.changes().stream().map(FieldChange::field).toList();
        String changed = fields.isEmpty()
                ? ""
                : ": " + String.join(", ", fields.subList(0, Math.min(FIELDS, fields.size())))
                        + (fields.size() > FIELDS ? " and " + (fields.size() - FIELDS) + " more" : "");
        return (version.isRemoval() ? "removed, " : "") + by + changed + (version.isLost() ? "; not kept" : "");
    }

    /** Compares two versions; without the newer one, the current version. */
    private static Answer diff(PageCall call) throws Exception {
        StoredItem stored = ItemPages.find(call).item();
        ServedStore store = call.store();
        String address = Addresses.item(store.id(), stored.key());
        String before = call.query("before").orElse("");
        String after = call.query("after").orElse(stored.revision().toString());
        try (OpenStore opened = store.opener().forReading()) {
            ListVersions.Result found =
                    new ListVersions(opened).run(new ListVersions.Request(stored.key(), HistoryLimits.DEFAULT));
            CompareVersions.Result compared = new CompareVersions(opened)
                    .run(new CompareVersions.Request(stored.key(), VersionChoice.of(before), VersionChoice.of(after)));
            return Answer.Page.of("diff", "Compare versions", Section.EXPLORE)
                    .with("item", ItemPages.titleOf(stored))
                    .with("address", address)
                    .with("before", before)
                    .with("after", after)
                    .with("current", stored.revision().toString())
                    .with(
                            "versions",
                            found.versions().stream()
                                    .map(version -> row(store.id(), address, version))
                                    .filter(row -> !row.revision().isEmpty())
                                    .toList())
                    .with("findings", FindingView.of(found.findings()))
                    .with("rows", FieldRow.of(compared.changes()));
        } catch (NoSuchVersionException e) {
            throw new HttpFailure(404, "this version is no longer kept");
        }
    }

    private static Answer revert(PageCall call) throws Exception {
        Form form = call.form();
        ItemKey key = ItemPages.find(call).item().key();
        ServedStore store = call.store();
        Optional<Revision> revision = Revision.parse(form.text("revision"));
        if (revision.isEmpty()) {
            throw new HttpFailure(400, "the form does not say which version it is about");
        }
        FindVersion.Result found;
        try (OpenStore opened = store.opener().forReading()) {
            found = new FindVersion(opened).run(new FindVersion.Request(key, VersionChoice.of(form.text("to"))));
        } catch (NoSuchVersionException e) {
            throw new HttpFailure(404, "this version is no longer kept");
        }
        StoredItem version = found.item().orElseThrow(() -> new HttpFailure(404, "this version is no longer kept"));
        try {
            ItemChanged changed = store.memory().revert(new RevertItem.Request(key, version.text(), revision, false));
            return new Answer.Redirect(Addresses.item(store.id(), key)
                    + changed.report().map(run -> "?done=" + run.run()).orElse(""));
        } catch (ConflictException e) {
            throw new HttpFailure(409, "the item changed since you opened the page; nothing was changed");
        } catch (InvalidItemException e) {
            throw new HttpFailure(422, "the version cannot be stored: " + e.getMessage());
        }
    }
}
