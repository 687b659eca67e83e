package loom.aml.server.rest;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.RecordFeedback;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.search.SearchAnswer;
import loom.aml.edit.Feedback;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.Printable;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.AgentNames;
import loom.aml.store.Selection;

/** The items of a store. The entity tag of an item is its revision. */
final class ItemResource {
    private static final String ITEM = "/stores/{store}/items/{item}";
    static final Parameter AGENT = Parameter.text("agent", "The agent of the item, if several have the id.");
    static final Parameter KIND = Parameter.text("kind", "The kind of the item, if several have the id.");

    List<Route> routes() {
        Route.Builder search = Route.of("GET", "/stores/{store}/items", "listItems", "List or search items");
        ItemQuery.PARAMETERS.forEach(search::takes);
        return List.of(
                search.answers(200, "search", "A page of items; the header Link has the address of the next one.")
                        .by(this::search),
                Route.of("POST", "/stores/{store}/items", "addItem", "Add an item")
                        .takes(Parameter.requiredText("kind", "The kind of the item."))
                        .takes(Parameter.requiredText("agent", "The agent to whose memory it is added."))
                        .takes(Parameter.flag("dry_run", "Return the completed item without adding it."))
                        .needs(Schemas.ITEM)
                        .answers(200, "add", "The item as it would be added.")
                        .answers(201, "add", "The added item; its address is in the header Location.")
                        .by(this::add),
                Route.of("GET", ITEM, "getItem", "Show an item")
                        .takes(AGENT)
                        .takes(KIND)
                        .answers(200, "show", "The item; the entity tag is its revision.")
                        .answersAs(304, "", "The client has this revision.")
                        .by(this::get),
                Route.of("PUT", ITEM, "replaceItem", "Replace the text of an item")
                        .takes(AGENT)
                        .takes(KIND)
                        .takes(Parameter.flag("dry_run", "Return the changed item without storing it."))
                        .needs(Schemas.ITEM)
                        .conditional()
                        .answers(200, "edit", "The changed item.")
                        .by(this::replace),
                Route.of("DELETE", ITEM, "removeItem", "Remove an item; it is archived and can be restored")
                        .takes(AGENT)
                        .takes(KIND)
                        .takes(Parameter.requiredText("reason", "The reason, which is archived with the item."))
                        .conditional()
                        .answers(200, "rm", "The run, which can be undone.")
                        .by(this::remove),
                Route.of("POST", ITEM + "/feedback", "recordFeedback", "Record whether an item helped")
                        .takes(AGENT)
                        .takes(KIND)
                        .needs(Schemas.FEEDBACK)
                        .answers(200, "feedback", "The changed item.")
                        .by(this::feedback));
    }

    private void search(RestCall call) throws Exception {
        ServedStore store = call.store();
        ItemQuery query = new ItemQuery(call);
        SearchRequest request = query.request(store.memory().now());
        SearchAnswer answer = store.memory().search(request);
        query.next(request, answer.result().total())
                .ifPresent(link -> call.http().set("Link", link));
        call.answer(200, "search", answer.toJson());
    }

    private void add(RestCall call) throws Exception {
        ServedStore store = call.store();
        ItemKind kind = kind(call.text("kind").orElseThrow());
        String agent = call.text("agent").orElseThrow();
        if (!AgentNames.isValid(agent)) {
            throw Problem.usage("not the name of an agent: " + Printable.of(agent));
        }
        boolean isDry = call.flag("dry_run");
        AddItem.Request request = new AddItem.Request(kind, agent, call.json(), isDry);
        ItemChanged added;
        try {
            added = store.memory().add(request);
        } catch (ConflictException e) {
            // Nothing was expected but absence, so this is not a failed precondition.
            throw new Problem(409, "exists", "an item with this id exists; nothing was added")
                    .with("current", e.currentToJson());
        }
        tag(call, added);
        if (!isDry) {
            call.http()
                    .set(
                            "Location",
                            RestEndpoint.ROOT + "/stores/" + store.id() + "/items/"
                                    + encoded(added.key().id()) + "?agent="
                                    + encoded(added.key().agent()) + "&kind="
                                    + added.key().kind().word());
        }
        call.answer(isDry ? 200 : 201, "add", added.toJson());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void get(RestCall call) throws Exception {
        FindItem.Result found = find(call, call.store());
        Revision revision = found.item().revision();
        call.http().set("ETag", RestCall.quoted(revision));
        call.http().set("Cache-Control", "private, no-cache");
        if (call.isKnown(revision)) {
            call.http().answer(304);
        } else {
            call.answer(200, "show", found.toJson());
        }
    }

    private void replace(RestCall call) throws Exception {
        ServedStore store = call.store();
        FindItem.Result found = find(call, store);
        Optional<Revision> expected = call.expected(found.item().revision());
        EditItem.Request request = new EditItem.Request(
                found.item().key(), new ItemEdit.Text(call.json()), expected, call.flag("dry_run"));
        ItemChanged changed = store.memory().edit(request);
        tag(call, changed);
        call.answer(200, "edit", changed.toJson());
    }

    private void remove(RestCall call) throws Exception {
        ServedStore store = call.store();
        FindItem.Result found = find(call, store);
        Optional<Revision> expected = call.expected(found.item().revision());
        RemoveItem.Request request = new RemoveItem.Request(
                found.item().key(), call.text("reason").orElseThrow().strip(), expected);
        call.answer(200, "rm", store.memory().remove(request).toJson());
    }

    private void feedback(RestCall call) throws Exception {
        ServedStore store = call.store();
        JsonObject body = call.options();
        Verdict verdict = body.string("verdict").flatMap(Verdict::named).orElseThrow();
        // A whole number may be written as 1.0, too.
        OptionalLong saved =
                body.decimal("saved_ms").stream().mapToLong(ms -> (long) ms).findFirst();
        if (saved.isPresent() && verdict != Verdict.HELPED) {
            throw Problem.usage("saved_ms is for the verdict helped");
        }
        RecordFeedback.Request request = new RecordFeedback.Request(
                find(call, store).item().key(), new Feedback(verdict, saved), Optional.empty());
        ItemChanged changed = store.memory().feedback(request);
        tag(call, changed);
        call.answer(200, "feedback", changed.toJson());
    }

    private static FindItem.Result find(RestCall call, ServedStore store)
            throws IOException, NoSuchItemException, AmbiguousIdException, NoSuchStoreException, Problem {
        return store.memory().find(request(call));
    }

    /** Returns the request for the item of a path. */
    static FindItem.Request request(RestCall call) throws Problem {
        Set<String> agents = call.text("agent").map(Set::of).orElse(Set.of());
        Optional<String> word = call.text("kind");
        Set<ItemKind> kinds = word.isEmpty() ? Selection.ALL.kinds() : Set.of(kind(word.get()));
        return new FindItem.Request(call.path("item"), new Selection(agents, kinds));
    }

    private static ItemKind kind(String word) throws Problem {
        return ItemKind.named(word)
                .orElseThrow(() -> Problem.usage("kind must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(ItemKind.values())
                                        .map(ItemKind::word)
                                        .toList())
                        + ", not '" + word + "'"));
    }

    private static void tag(RestCall call, ItemChanged changed) {
        changed.item().ifPresent(now -> call.http().set("ETag", RestCall.quoted(now.revision())));
    }
}
