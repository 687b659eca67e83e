package loom.aml.edit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.item.text.JsonLayout;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A new item: the given fields, completed with an id, an agent, timestamps and neutral values, so that the runtime
 * loads it. Unknown fields are preserved.
 */
public final class NewItem {
    private static final String EMPTY = "\"\"";
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final ItemKey key;
    private final byte[] text;

    private NewItem(ItemKey key, byte[] text) {
        this.key = key;
        this.text = text;
    }

    /**
     * Completes the fields of a new item.
     *
     * @param agent the agent to whose memory the item is added
     * @param fields a JSON object
     * @param now the creation time, unless the fields contain one
     * @throws InvalidItemException if the fields are not a JSON object, a required field is missing, or the runtime
     *     would not load the item
     */
    public static NewItem of(ItemKind kind, String agent, byte[] fields, Instant now, RandomGenerator random)
            throws InvalidItemException {
        return of(kind, agent, Optional.empty(), fields, now, random);
    }

    /**
     * Completes the fields of a new item of a store that may name its items itself.
     *
     * @param named the id of the item; empty to choose one
     */
    public static NewItem of(
            ItemKind kind, String agent, Optional<String> named, byte[] fields, Instant now, RandomGenerator random)
            throws InvalidItemException {
        try {
            byte[] given = JsonLayout.stripped(fields);
            Item fieldsOf = Item.alone(given, kind);
            String id = named.orElseGet(
                    () -> kind.isOfRuntime() ? uuid(random).toString() : NoteName.of(kind, agent, fieldsOf));
            Template.Fields template = Template.of(kind, id, agent, now);
            byte[] text = completed(template, ObjectText.of(given), "").getBytes(StandardCharsets.UTF_8);
            Item item = Item.alone(text, kind);
            String refusal = RuntimeSchema.refusal(item);
            if (refusal != null) {
                throw new InvalidItemException(refusal);
            }
            if (kind.isOfRuntime() && !agent.equals(item.agentField())) {
                throw new InvalidItemException(
                        "agent is '" + item.agentField() + "', but the item would be added to '" + agent + "'");
            }
            return new NewItem(new ItemKey(agent, kind, String.valueOf(item.id())), text);
        } catch (DamagedException e) {
            throw new InvalidItemException("not a JSON object: " + e.getMessage());
        } catch (UneditableException e) {
            throw new InvalidItemException(String.valueOf(e.getMessage()));
        }
    }

    /** Returns a new item with all its fields for a user to complete; required fields are empty. */
    public static String draft(ItemKind kind, String agent, Instant now) {
        return JsonLayout.DOCUMENT.of(draft(Template.of(kind, "", agent, now))) + "\n";
    }

    private static String draft(Template template) {
        return switch (template) {
            case Template.Fields fields ->
                fields.byName().entrySet().stream()
                        .filter(field -> !field.getKey().equals("id") && field.getValue() != Template.OPTIONAL)
                        .map(field -> JsonObject.quoted(field.getKey()) + ":" + draft(field.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case Template.Value value -> String.valueOf(value.json());
            case Template.Required _ -> EMPTY;
        };
    }

    public ItemKey key() {
        return key;
    }

    /** Returns the item as UTF-8 JSON. */
    public byte[] text() {
        return text.clone();
    }

    /** Returns a UUID of version 4. */
    private static UUID uuid(RandomGenerator random) {
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** Returns the fields of the template in its order, followed by all others. */
    private static String completed(Template.Fields template, ObjectText given, String path)
            throws UneditableException, InvalidItemException {
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, Template> field : template.byName().entrySet()) {
            String name = field.getKey();
            String value = value(field.getValue(), given, name, path + name);
            if (value != null) {
                members.add(JsonObject.quoted(name) + ":" + value);
            }
        }
        for (Member member : given.members()) {
            if (!template.byName().containsKey(member.name())) {
                members.add(member.quotedName() + ":" + member.value());
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private static @Nullable String value(Template template, ObjectText given, String name, String path)
            throws UneditableException, InvalidItemException {
        if (template instanceof Template.Fields fields) {
            ObjectText object = given.object(name);
            return completed(fields, object == null ? ObjectText.of(NOTHING) : object, path + ".");
        }
        Member member = given.find(name);
        if (member != null
                && !(template instanceof Template.Required && member.value().is(EMPTY))) {
            return member.value().toString();
        }
        if (template instanceof Template.Value value) {
            return value.json();
        }
        throw new InvalidItemException(path + " is required");
    }
}
