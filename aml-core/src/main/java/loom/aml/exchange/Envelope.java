package loom.aml.exchange;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;

/**
 * The part of an item for which a target has no place, as the target keeps it:
 *
 * <pre>
 *   {"kind":"pattern","agent":"debugger","id":"768e2688-..","from":"loom","rest":{"pattern":{"approach":{"technique":null,..}}}}
 * </pre>
 *
 * A null in the rest is a value that the target holds itself, as its title, text or tags. If the target cannot give them back
 * exactly, the rest is the whole item, and {@code "whole":true} says so.
 *
 * @param rest the item in the shape of its kind
 */
record Envelope(ExchangeKind kind, String agent, String id, String from, boolean isWhole, String rest) {
    /** The name of the field that holds an envelope. */
    static final String NAME = "x-aml";

    /** Fields that each form derives from the words of an item, or from its key. */
    private static final Set<String> PLACED = Set.of("id", "agent", "links", "created", "updated");

    /** Returns the envelope of an item whose words the target holds. */
    static Envelope of(ExchangedItem item) {
        return new Envelope(
                item.kind(),
                item.agent(),
                item.id(),
                item.origin(),
                false,
                Shape.of(item.kind()).rest(RawItem.of(item.original())));
    }

    /** Returns the envelope of an item whose words the target cannot give back exactly. */
    static Envelope whole(ExchangedItem item) {
        return new Envelope(item.kind(), item.agent(), item.id(), item.origin(), true, item.original());
    }

    String json() {
        return "{\"kind\":" + JsonObject.quoted(kind.word()) + ",\"agent\":" + JsonObject.quoted(agent) + ",\"id\":"
                + JsonObject.quoted(id) + ",\"from\":" + JsonObject.quoted(from) + (isWhole ? ",\"whole\":true" : "")
                + ",\"rest\":" + RawItem.compact(rest) + "}";
    }

    /** Returns the envelope without the largest fields of its rest, so that it has at most some characters. */
    Envelope within(int most) {
        RawItem shorter = RawItem.of(rest);
        Envelope envelope = this;
        while (envelope.json().length() > most) {
            RawItem now = shorter;
            now.names().stream()
                    .max(Comparator.comparingInt(
                            name -> now.value(name).orElse("").length()))
                    .ifPresent(now::remove);
            envelope = new Envelope(kind, agent, id, from, isWhole, now.toString());
        }
        return envelope;
    }

    /** Parses an envelope; empty if a text is not one; anybody may have written it. */
    static Optional<Envelope> parse(String json) {
        RawItem parsed;
        try {
            parsed = RawItem.ofUntrusted(json);
        } catch (DamagedException e) {
            return Optional.empty();
        }
        Optional<ExchangeKind> kind = parsed.text("kind").flatMap(ExchangeKind::named);
        String agent = parsed.text("agent").orElse("");
        String id = parsed.text("id").orElse("");
        String rest = parsed.value("rest").orElse("");
        return kind.isEmpty() || agent.isEmpty() || id.isEmpty() || !rest.startsWith("{")
                ? Optional.empty()
                : Optional.of(new Envelope(
                        kind.get(),
                        agent,
                        id,
                        parsed.text("from").orElse(""),
                        parsed.value("whole").filter("true"::equals).isPresent(),
                        rest));
    }

    /** Returns the item, with the words that the target holds now. */
    ExchangedItem opened(Words words) {
        String original = isWhole ? rest : Shape.of(kind).original(RawItem.of(rest), words);
        return new ExchangedItem(kind, agent, id, original, from);
    }

    /** Returns the fields of the rest at the top level for which a target has no place of its own. */
    List<String> fields() {
        RawItem raw = RawItem.of(rest);
        return raw.names().stream()
                .filter(name -> !PLACED.contains(name) && !raw.isNull(name))
                .toList();
    }
}
