package loom.aml.store.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The change of one line by a run, with all that is needed to reverse it. The record of a run lists its edits in the
 * order in which they were made; each has the state after the previous one.
 *
 * <pre>
 * {"edit":"added","line":3,"subject":"redis","now":FINGERPRINT}
 * {"edit":"removed","line":3,"subject":"redis","after":FINGERPRINT,"before":FINGERPRINT,"text":"{...}",
 *  "strategy":...,"rule":...,"reason":"manual_deletion"}
 * {"edit":"removed","line":3,"subject":"redis","after":FINGERPRINT,"before":FINGERPRINT,"beside":1,"text":"{...}",
 *  "strategy":"merge","rule":...,"reason":"merged","item":FINGERPRINT}
 * {"edit":"changed","line":3,"subject":"redis","was":FINGERPRINT,"now":FINGERPRINT,
 *  "at":91,"was_text":"","now_text":",\"is a cache\"",
 *  "added":["is a cache"],"removed":[{"place":2,"observation":"is a database"}],
 *  "strategy":...,"rule":...,"reason":"manual_deletion"}
 * {"edit":"moved","line":3,"subject":"auth caches-in redis","after":FINGERPRINT,"before":FINGERPRINT,
 *  "text":"{...}","now_text":"{...}","strategy":"merge","rule":...,"reason":"merged"}
 * </pre>
 *
 * <p>Bytes that are not UTF-8 are stored in base64, under {@code text_base64}.
 */
sealed interface LineEdit {
    String EDIT = "edit";
    String ADDED = "added";
    String REMOVED = "removed";
    String CHANGED = "changed";
    String MOVED = "moved";

    /** Returns the place of the line, counted from 0. */
    int line();

    /** Returns the name of the entity or the fields of the relation. */
    String subject();

    JsonObject toJson();

    /**
     * A new line.
     *
     * @param now its fingerprint
     */
    record Added(int line, String subject, String now) implements LineEdit {
        @Override
        public JsonObject toJson() {
            return begin(ADDED, this).put("now", now).build();
        }
    }

    /**
     * A removed line.
     *
     * @param after the fingerprint of the line before it; empty if it was the first
     * @param before the fingerprint of the line after it; empty if it was the last
     * @param wasEnded whether only a line break was left of the file
     * @param beside the number of entities with its name that the run left
     * @param cause the fields that say why
     */
    record Removed(
            int line,
            String subject,
            String after,
            String before,
            boolean wasEnded,
            int beside,
            byte[] text,
            JsonObject cause)
            implements LineEdit {
        /** Returns the same removal in a run that left entities with its name. */
        Removed beside(int others) {
            return new Removed(line, subject, after, before, wasEnded, others, text, cause);
        }

        @Override
        public JsonObject toJson() {
            JsonObject.Builder json = begin(REMOVED, this).put("after", after).put("before", before);
            if (wasEnded) {
                json.put("line_break", true);
            }
            if (beside > 0) {
                json.put("beside", beside);
            }
            return put(json, "text", text).putAll(cause).build();
        }
    }

    /**
     * An entity with other observations.
     *
     * @param was the former fingerprint
     * @param now the new fingerprint
     * @param at the offset of the first byte that changed
     * @param wasText the former bytes from there on, up to the bytes that both versions end with
     * @param nowText the new bytes
     * @param added the new observations
     * @param removed the removed observations, in the order of their places
     * @param cause the fields that say why observations were removed; empty if none was
     */
    record Changed(
            int line,
            String subject,
            String was,
            String now,
            int at,
            byte[] wasText,
            byte[] nowText,
            List<String> added,
            List<Taken> removed,
            JsonObject cause)
            implements LineEdit {
        @Override
        public JsonObject toJson() {
            JsonObject.Builder json =
                    begin(CHANGED, this).put("was", was).put("now", now).put("at", at);
            put(json, "was_text", wasText);
            put(json, "now_text", nowText);
            return json.put("added", added)
                    .put("removed", removed.stream().map(Taken::toJson).toList())
                    .putAll(cause)
                    .build();
        }

        /** Returns the former line, given the new one. */
        byte[] reversed(byte[] present) {
            int tail = at + nowText.length;
            byte[] former = Arrays.copyOf(present, present.length - nowText.length + wasText.length);
            System.arraycopy(wasText, 0, former, at, wasText.length);
            System.arraycopy(present, tail, former, at + wasText.length, present.length - tail);
            return former;
        }
    }

    /**
     * A relation with another end.
     *
     * @param subject the new relation
     * @param after the fingerprint of the line before it; empty if it was the first
     * @param before the fingerprint of the line after it; empty if it was the last
     * @param text the former line
     * @param nowText the new line
     * @param cause the fields that say why
     */
    record Moved(int line, String subject, String after, String before, byte[] text, byte[] nowText, JsonObject cause)
            implements LineEdit {
        @Override
        public JsonObject toJson() {
            JsonObject.Builder json = begin(MOVED, this).put("after", after).put("before", before);
            put(json, "text", text);
            return put(json, "now_text", nowText).putAll(cause).build();
        }

        /** Returns the removal of the former line. A reversal that does not find the new line puts it back. */
        Removed asRemoval() {
            return new Removed(line, subject, after, before, false, 0, text, cause);
        }
    }

    /**
     * An observation that was removed.
     *
     * @param place its place in the former list
     */
    record Taken(int place, String observation) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("place", place)
                    .put("observation", observation)
                    .build();
        }
    }

    /** Returns the cause as it is recorded. */
    static JsonObject recorded(Cause cause) {
        return JsonObject.builder()
                .put("strategy", cause.strategy())
                .put("rule", cause.rule())
                .put("reason", cause.reason().word())
                .build();
    }

    /** Returns the change of an entity from one version to another. */
    static Changed changed(
            int line, GraphLine was, GraphLine now, List<String> added, List<Taken> removed, JsonObject cause) {
        byte[] former = was.bytes();
        byte[] present = now.bytes();
        int at = Arrays.mismatch(former, present);
        int shorter = Math.min(former.length, present.length);
        int from = at < 0 ? shorter : at;
        int tail = 0;
        while (tail < shorter - from && former[former.length - 1 - tail] == present[present.length - 1 - tail]) {
            tail++;
        }
        return new Changed(
                line,
                was.subject(),
                was.fingerprint(),
                now.fingerprint(),
                from,
                Arrays.copyOfRange(former, from, former.length - tail),
                Arrays.copyOfRange(present, from, present.length - tail),
                List.copyOf(added),
                List.copyOf(removed),
                cause);
    }

    /**
     * Reads edits in their order.
     *
     * @throws JsonSyntaxException if one is damaged, or of a later version of aml
     */
    static List<LineEdit> all(List<JsonObject> edits) throws JsonSyntaxException {
        List<LineEdit> all = new ArrayList<>();
        for (JsonObject edit : edits) {
            all.add(of(edit));
        }
        return all;
    }

    /**
     * Reads an edit.
     *
     * @throws JsonSyntaxException if a field is missing
     */
    static LineEdit of(JsonObject json) throws JsonSyntaxException {
        int line = (int) json.number("line") - 1;
        String subject = json.string("subject").orElse("");
        return switch (json.string(EDIT).orElse("")) {
            case ADDED -> new Added(line, subject, required(json, "now"));
            case REMOVED ->
                new Removed(
                        line,
                        subject,
                        required(json, "after"),
                        required(json, "before"),
                        json.isTrue("line_break"),
                        (int) json.number("beside"),
                        bytes(json, "text"),
                        json);
            case CHANGED ->
                new Changed(
                        line,
                        subject,
                        required(json, "was"),
                        required(json, "now"),
                        (int) json.number("at"),
                        bytes(json, "was_text"),
                        bytes(json, "now_text"),
                        json.strings("added"),
                        taken(json.objects("removed")),
                        json);
            case MOVED ->
                new Moved(
                        line,
                        subject,
                        required(json, "after"),
                        required(json, "before"),
                        bytes(json, "text"),
                        bytes(json, "now_text"),
                        json);
            default -> throw new JsonSyntaxException("an edit of a later version of aml: " + json.string(EDIT));
        };
    }

    private static List<Taken> taken(List<JsonObject> removed) throws JsonSyntaxException {
        List<Taken> taken = new ArrayList<>();
        for (JsonObject one : removed) {
            taken.add(new Taken((int) one.number("place"), required(one, "observation")));
        }
        return taken;
    }

    private static JsonObject.Builder begin(String edit, LineEdit of) {
        return JsonObject.builder().put(EDIT, edit).put("line", of.line() + 1).put("subject", of.subject());
    }

    private static String required(JsonObject json, String key) throws JsonSyntaxException {
        return json.string(key).orElseThrow(() -> new JsonSyntaxException("an edit without \"" + key + '"'));
    }

    private static JsonObject.Builder put(JsonObject.Builder json, String key, byte[] text) {
        String decoded = new String(text, StandardCharsets.UTF_8);
        return Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text)
                ? json.put(key, decoded)
                : json.put(key + "_base64", Base64.getEncoder().encodeToString(text));
    }

    private static byte[] bytes(JsonObject json, String key) throws JsonSyntaxException {
        @Nullable String base64 = json.string(key + "_base64").orElse(null);
        if (base64 == null) {
            return required(json, key).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new JsonSyntaxException("an edit with damaged bytes");
        }
    }
}
