package loom.aml.server.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.PinItem;
import loom.aml.app.item.PinResult;
import loom.aml.app.item.RecordFeedback;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.item.UnpinItem;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.item.Revision;
import loom.aml.run.Report;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.FieldRow;
import loom.aml.server.page.view.Section;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.StoredItem;

/** Changes of one item. Each is a run of its own, which leads to a notice with its undo. */
final class ItemChangePages {

    List<Route> routes() {
        return List.of(
                Route.get(ItemPages.ITEM + "/edit", ItemChangePages::form),
                Route.post(ItemPages.ITEM + "/edit", ItemChangePages::edit),
                Route.get(ItemPages.ITEM + "/forget", ItemChangePages::ask),
                Route.post(ItemPages.ITEM + "/forget", ItemChangePages::forget),
                Route.post(ItemPages.ITEM + "/pin", call -> pin(call, true)),
                Route.post(ItemPages.ITEM + "/unpin", call -> pin(call, false)),
                Route.post(ItemPages.ITEM + "/feedback", ItemChangePages::feedback));
    }

    private static Answer form(PageCall call) throws Exception {
        StoredItem item = ItemPages.find(call).item();
        return editor(item, item.json(), List.of(), "").of(call);
    }

    /**
     * The editor of an item.
     *
     * @param title the title of the item
     * @param text the text in the editor, which may be one that a person typed
     * @param revision the version that a change would replace
     * @param changes the fields that the text would change
     * @param problem why the text was not stored; empty otherwise
     */
    private record Editor(
            String title, String text, String revision, List<FieldRow> changes, String problem, int status) {
        Answer of(PageCall call) {
            return Answer.Page.of("edit", "Edit", Section.EXPLORE)
                    .withStatus(status)
                    .with("address", Addresses.item(call.storeId(), call.value(1), call.value(2), call.value(3)))
                    .with("title", title)
                    .with("text", text)
                    .with("revision", revision)
                    .with("changes", changes)
                    .with("problem", problem);
        }

        Editor refused(int status, String reason) {
            return new Editor(title, text, revision, changes, reason + ". Nothing was stored.", status);
        }
    }

    private static Editor editor(StoredItem item, String text, List<FieldRow> changes, String problem) {
        return new Editor(ItemPages.titleOf(item), text, item.revision().toString(), changes, problem, 200);
    }

    /** Shows the changes first; the second form, which has the button to confirm them, stores them. A refused text stays in the editor. */
    private static Answer edit(PageCall call) throws Exception {
        Form form = call.form();
        // A browser sends line breaks as in HTTP.
        String text = form.text("text").replace("\r\n", "\n");
        Revision revision = revision(form);
        StoredItem item;
        try {
            item = ItemPages.find(call).item();
        } catch (NoSuchItemException e) {
            return new Editor(call.value(3), text, revision.toString(), List.of(), "", 200)
                    .refused(409, "This item was removed in the meantime")
                    .of(call);
        }
        boolean isConfirmed = form.has("confirmed");
        EditItem.Request request = new EditItem.Request(
                item.key(),
                new ItemEdit.Text(text.getBytes(StandardCharsets.UTF_8)),
                Optional.of(revision),
                !isConfirmed);
        try {
            ItemChanged changed = call.store().memory().edit(request);
            if (isConfirmed) {
                return done(Addresses.item(call.storeId(), changed.key()), changed.report());
            }
            List<FieldRow> changes = FieldRow.between(
                    item.json(), changed.item().map(StoredItem::json).orElse(text));
            return editor(item, text, changes, changes.isEmpty() ? "Nothing differs from the stored item." : "")
                    .of(call);
        } catch (InvalidItemException e) {
            return new Editor(ItemPages.titleOf(item), text, revision.toString(), List.of(), "", 200)
                    .refused(422, String.valueOf(e.getMessage()))
                    .of(call);
        } catch (ConflictException e) {
            StoredItem now = e.current().orElse(item);
            return editor(now, text, FieldRow.between(now.json(), text), "")
                    .refused(
                            409,
                            "The item changed since you opened it; below is what your text would change in its present version")
                    .of(call);
        }
    }

    private static Revision revision(Form form) throws HttpFailure {
        return Revision.parse(form.text("revision"))
                .orElseThrow(() -> new HttpFailure(400, "the form does not say which version it is about"));
    }

    private static Answer done(String address, Optional<Report> report) {
        return new Answer.Redirect(
                address + report.map(run -> "?done=" + run.run()).orElse(""));
    }

    private static Answer ask(PageCall call) throws Exception {
        StoredItem item = ItemPages.find(call).item();
        return Answer.Page.of("forget", "Forget", Section.EXPLORE)
                .with("address", Addresses.item(call.store().id(), item.key()))
                .with("title", ItemPages.titleOf(item))
                .with("revision", item.revision().toString());
    }

    private static Answer forget(PageCall call) throws Exception {
        Form form = call.form();
        StoredItem item = ItemPages.find(call).item();
        ServedStore store = call.store();
        String reason = form.text("reason").strip();
        if (reason.isEmpty()) {
            throw new HttpFailure(400, "give a reason; it is archived with the item");
        }
        ItemChanged changed =
                store.memory().remove(new RemoveItem.Request(item.key(), reason, Optional.of(revision(form))));
        return done(Addresses.store(store.id()) + "/items", changed.report());
    }

    private static Answer pin(PageCall call, boolean isPinned) throws Exception {
        StoredItem item = ItemPages.find(call).item();
        ServedStore store = call.store();
        PinResult result;
        try (OpenStore opened = store.opener().forChange()) {
            String id = item.key().id();
            result = isPinned
                    ? new PinItem(opened).run(new PinItem.Request(id))
                    : new UnpinItem(opened).run(new UnpinItem.Request(id));
        }
        return done(Addresses.item(store.id(), item.key()), Optional.of(result.report()));
    }

    private static Answer feedback(PageCall call) throws Exception {
        Form form = call.form();
        StoredItem item = ItemPages.find(call).item();
        ServedStore store = call.store();
        Verdict verdict = Verdict.named(form.text("verdict"))
                .orElseThrow(() -> new HttpFailure(400, "the verdict must be helped, failed or obsolete"));
        ItemChanged changed = store.memory()
                .feedback(new RecordFeedback.Request(
                        item.key(), new Feedback(verdict, OptionalLong.empty()), Optional.empty()));
        return done(Addresses.item(store.id(), item.key()), changed.report());
    }
}
