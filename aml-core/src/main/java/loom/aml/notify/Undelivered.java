package loom.aml.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * A notice that aml no longer tries to deliver. The newest thousand are stored in {@code monitoring/undelivered.json}.
 *
 * @param channel the name of the channel
 * @param why the reason
 * @param message the notice as the message for programs
 */
public record Undelivered(Instant at, String channel, String why, JsonObject message) {
    public static final String FILE = "undelivered.json";

    private static final long VERSION = 1;
    private static final int MOST = 1_000;

    public static List<Undelivered> parse(String text) throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(text);
        if (json.number("version") != VERSION || !json.isListOfObjects("messages")) {
            throw new JsonSyntaxException("not a list of messages of version " + VERSION);
        }
        List<Undelivered> list = new ArrayList<>();
        for (JsonObject one : json.objects("messages")) {
            list.add(new Undelivered(
                    one.instant("time").orElse(Instant.EPOCH),
                    one.string("hook").orElse(""),
                    one.string("why").orElse(""),
                    one.object("message").orElseThrow(() -> new JsonSyntaxException("an entry without a message"))));
        }
        return list;
    }

    public static String toText(List<Undelivered> all) {
        List<JsonObject> newest = all.subList(Math.max(0, all.size() - MOST), all.size()).stream()
                .map(one -> JsonObject.builder()
                        .put("time", one.at)
                        .put("hook", one.channel)
                        .put("why", one.why)
                        .put("message", one.message)
                        .build())
                .toList();
        return JsonObject.builder()
                        .put("version", VERSION)
                        .put("messages", newest)
                        .build()
                        .toPrettyString() + "\n";
    }
}
