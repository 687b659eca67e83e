package loom.aml.notify.channel;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.notify.Notice;

/**
 * A message for an incoming webhook of Slack: a header, a section for each notice and a context line. {@code text} is what the
 * notification shows.
 *
 * <p>Slack parses {@code &}, {@code <} and {@code >} in every text; {@code verbatim} keeps it from finding links and names in the rest.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming webhooks</a>
 */
public final class SlackPayload implements Payload {
    private static final int LONGEST_HEADER = 150;
    private static final int LONGEST_SECTION = 3_000;

    @Override
    public JsonObject of(String store, List<Notice> notices) {
        Digest digest = Digest.of(store, notices);
        List<JsonObject> blocks = new ArrayList<>();
        blocks.add(block(
                "header",
                "text",
                JsonObject.builder()
                        .put("type", "plain_text")
                        .put("text", PlainText.cut(digest.headline(), LONGEST_HEADER))
                        .put("emoji", false)
                        .build()));
        for (Digest.Entry entry : digest.entries()) {
            blocks.add(block("section", "text", text(String.join("\n", entry.lines()))));
        }
        String rest = digest.more() == 0 ? "" : digest.rest() + "; ";
        blocks.add(JsonObject.builder()
                .put("type", "context")
                .put("elements", List.of(text(rest + digest.store() + "; " + Digest.SEE_ALL)))
                .build());
        return JsonObject.builder()
                .put("text", escaped("aml: " + digest.headline()))
                .put("blocks", blocks)
                .put("unfurl_links", false)
                .put("unfurl_media", false)
                .build();
    }

    private static JsonObject block(String type, String key, JsonObject content) {
        return JsonObject.builder().put("type", type).put(key, content).build();
    }

    private static JsonObject text(String text) {
        return JsonObject.builder()
                .put("type", "mrkdwn")
                .put("text", PlainText.cut(escaped(text), LONGEST_SECTION))
                .put("verbatim", true)
                .build();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
