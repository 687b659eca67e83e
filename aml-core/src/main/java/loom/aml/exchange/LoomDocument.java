package loom.aml.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.item.ItemKind;
import loom.aml.item.text.JsonLayout;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;

/**
 * One JSON file with the items of each agent, as users of Loom pass them on:
 *
 * <pre>
 *   {"version":"1.0.0","exported_at":"..","agents":{"debugger":{"patterns":[..],"solutions":[..],"decisions":[..]}}}
 * </pre>
 *
 * A file without {@code agents} whose members are the agents is read as well, as is one with the lists of a single agent.
 */
final class LoomDocument {
    private static final String AGENTS = "agents";

    private LoomDocument() {}

    /** Returns the document; items of other kinds become those of the runtime. */
    static byte[] of(List<ExchangedItem> items, String created, Loss.Tally losses) {
        Map<String, Map<ItemKind, List<String>>> agents = new LinkedHashMap<>();
        for (ExchangedItem item : items) {
            if (item.kind() == ExchangeKind.ENTRY
                    && !RawItem.of(item.original()).text("type").orElse("").equals("section")) {
                losses.add("lines of the index", List.of(), "");
                continue;
            }
            ItemKind kind = LoomForm.kindOf(item, Optional.empty());
            String text = item.original();
            if (!LoomForm.isOwn(item)) {
                Envelope envelope = Envelope.of(item);
                text = LoomForm.enveloped(item, kind, item.agent(), created, envelope);
                if (!LoomForm.read(kind, item.agent(), item.id(), text, "").isSameAs(item)) {
                    text = LoomForm.enveloped(item, kind, item.agent(), created, Envelope.whole(item));
                }
                losses.add(item.kind().plural(), envelope.fields(), "in the field " + Envelope.NAME);
            }
            agents.computeIfAbsent(item.agent(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(kind, _ -> new ArrayList<>())
                    .add(text);
        }
        StringBuilder json = new StringBuilder("{\"version\":\"1.0.0\",\"exported_at\":")
                .append(JsonObject.quoted(created))
                .append(",\"agents\":{");
        String before = "";
        for (Map.Entry<String, Map<ItemKind, List<String>>> agent : agents.entrySet()) {
            json.append(before).append(JsonObject.quoted(agent.getKey())).append(":{");
            before = ",";
            String comma = "";
            for (ItemKind kind : ItemKind.RUNTIME) {
                json.append(comma)
                        .append(JsonObject.quoted(kind.plural()))
                        .append(":[")
                        .append(String.join(",", agent.getValue().getOrDefault(kind, List.of())))
                        .append(']');
                comma = ",";
            }
            json.append('}');
        }
        return (JsonLayout.DOCUMENT.of(json.append("}}").toString()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether a JSON object looks like such a document. */
    static boolean isOne(RawItem document) {
        return document.value(AGENTS).filter(agents -> agents.startsWith("{")).isPresent()
                || hasLists(document)
                || document.names().stream()
                        .anyMatch(name -> document.value(name)
                                .filter(value -> value.startsWith("{"))
                                .filter(value -> hasLists(RawItem.of(value)))
                                .isPresent());
    }

    private static boolean hasLists(RawItem agent) {
        return ItemKind.RUNTIME.stream()
                .anyMatch(kind -> agent.value(kind.plural())
                        .filter(list -> list.startsWith("["))
                        .isPresent());
    }

    static Reading read(byte[] file, String place) throws IOException {
        RawItem document;
        try {
            document = RawItem.ofUntrusted(new String(file, StandardCharsets.UTF_8));
        } catch (DamagedException e) {
            throw new RefusedSourceException(place + " is not valid JSON, so nothing was imported: " + e.what());
        }
        List<ExchangedItem> items = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        if (hasLists(document)) {
            agent(document, document.text("agent").orElse(CollectionFile.TOP), items, findings);
        } else {
            RawItem agents = document.value(AGENTS)
                    .filter(value -> value.startsWith("{"))
                    .map(RawItem::of)
                    .orElse(document);
            for (String name : agents.names()) {
                agents.value(name)
                        .filter(value -> value.startsWith("{"))
                        .ifPresent(value -> agent(RawItem.of(value), name, items, findings));
            }
        }
        return Reading.of(ExchangeFormat.LOOM_JSON, place, items, findings);
    }

    private static void agent(RawItem lists, String agent, List<ExchangedItem> items, List<Finding> findings) {
        for (ItemKind kind : ItemKind.RUNTIME) {
            int nameless = 0;
            for (RawItem each : lists.objects(kind.plural())) {
                String id = each.text("id").orElse("");
                if (id.isEmpty() || agent.isEmpty()) {
                    nameless++;
                } else {
                    items.add(LoomForm.read(kind, agent, id, each.toString(), ExchangeFormat.LOOM_JSON.word()));
                }
            }
            if (nameless > 0) {
                findings.add(Finding.of(
                        Finding.Kind.INCOMPLETE,
                        agent + "/" + kind.word(),
                        nameless + (nameless == 1 ? " item has no id" : " items have no id"),
                        "not imported"));
            }
        }
    }
}
