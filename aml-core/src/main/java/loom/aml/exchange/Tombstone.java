package loom.aml.exchange;

import loom.aml.json.JsonObject;

/**
 * The removal of an item.
 *
 * @param home the name of the item, as {@link ExchangedItem#home} returns it
 * @param reason the rule or the words of the user
 * @param time when it was removed, as its record spells it
 * @param run the run that removed it; empty if another program did
 */
public record Tombstone(String home, String reason, String time, String run) {

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("item", home)
                .put("reason", reason)
                .put("time", time)
                .put("run", run)
                .build();
    }

    static Tombstone of(JsonObject json) {
        return new Tombstone(
                json.string("item").orElse(""),
                json.string("reason").orElse(""),
                json.string("time").orElse(""),
                json.string("run").orElse(""));
    }
}
