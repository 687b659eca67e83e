package loom.aml.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * A message that was not delivered. The newest thousand are stored in {@code monitoring/undelivered.json}.
 *
 * @param hook the name of the hook
 * @param why the error of the last attempt
 */
public record FailedDelivery(Instant at, String hook, String why, JsonObject message) {
    static final String FILE = "undelivered.json";

    private static final long VERSION = 1;
    private static final int MOST = 1_000;

    static List<FailedDelivery> parse(String text) throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(text);
        if (json.number("version") != VERSION || !json.isListOfObjects("messages")) {
            throw new JsonSyntaxException("not a list of messages of version " + VERSION);
        }
        List<FailedDelivery> list = new ArrayList<>();
        for (JsonObject one : json.objects("messages")) {
            list.add(new FailedDelivery(
                    one.instant("time").orElse(Instant.EPOCH),
                    one.string("hook").orElse(""),
                    one.string("why").orElse(""),
                    one.object("message").orElseThrow(() -> new JsonSyntaxException("an entry without a message"))));
        }
        return list;
    }

    static String toText(List<FailedDelivery> all) {
        List<JsonObject> newest = all.subList(Math.max(0, all.size() - MOST), all.size()).stream()
                .map(one -> JsonObject.builder()
                        .put("time", one.at)
                        .put("hook", one.hook)
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
