package loom.aml.notify.channel;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.notify.Notice;
import loom.aml.store.Severity;

/**
 * An Adaptive Card for a webhook of a Teams workflow. All texts are {@code TextRun}s, in which Markdown is not supported, so that
 * nothing in them becomes a link or a mention.
 *
 * @see <a href="https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run">TextRun</a>
 */
public final class TeamsPayload implements Payload {

    @Override
    public JsonObject of(String store, List<Notice> notices) {
        Digest digest = Digest.of(store, notices);
        List<JsonObject> body = new ArrayList<>();
        body.add(paragraph(List.of(run("aml: " + digest.headline())
                .put("weight", "Bolder")
                .put("size", "Large")
                .put("color", colour(digest.severity(), digest.isAllResolved()))
                .build())));
        for (Digest.Entry entry : digest.entries()) {
            List<String> lines = entry.lines();
            body.add(paragraph(List.of(run(lines.getFirst())
                    .put("weight", "Bolder")
                    .put("color", colour(entry.severity(), entry.isResolved()))
                    .build())));
            lines.stream()
                    .skip(1)
                    .forEach(
                            line -> body.add(paragraph(List.of(run(line.strip()).build()))));
        }
        String rest = digest.more() == 0 ? "" : digest.rest() + "; ";
        body.add(paragraph(List.of(run(rest + digest.store() + "; " + Digest.SEE_ALL)
                .put("isSubtle", true)
                .build())));
        JsonObject card = JsonObject.builder()
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.2")
                .put("body", body)
                .build();
        return JsonObject.builder()
                .put("type", "message")
                .put(
                        "attachments",
                        List.of(JsonObject.builder()
                                .put("contentType", "application/vnd.microsoft.card.adaptive")
                                .put("contentUrl", (String) null)
                                .put("content", card)
                                .build()))
                .build();
    }

    private static JsonObject paragraph(List<JsonObject> runs) {
        return JsonObject.builder()
                .put("type", "RichTextBlock")
                .put("inlines", runs)
                .build();
    }

    private static JsonObject.Builder run(String text) {
        return JsonObject.builder().put("type", "TextRun").put("text", text);
    }

    private static String colour(Severity severity, boolean isResolved) {
        if (isResolved) {
            return "Good";
        }
        return switch (severity) {
            case INFO -> "Default";
            case WARNING -> "Warning";
            case ERROR, CRITICAL -> "Attention";
        };
    }
}
