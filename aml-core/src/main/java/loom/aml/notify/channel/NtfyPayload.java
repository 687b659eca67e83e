package loom.aml.notify.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.notify.Notice;
import loom.aml.store.Severity;

/**
 * A message for ntfy, published as JSON: the topic is in the document, so that nothing of a text is in a header. Without {@code markdown}
 * a text is plain.
 *
 * @see <a href="https://docs.ntfy.sh/publish/#publish-as-json">Publish as JSON</a>
 */
final class NtfyPayload implements Payload {
    /** ntfy turns a longer message into an attachment. */
    private static final int LONGEST_MESSAGE_BYTES = 4_096;

    private static final int LONGEST_TITLE = 200;

    private final String topic;

    NtfyPayload(String topic) {
        this.topic = topic;
    }

    @Override
    public JsonObject of(String store, List<Notice> notices) {
        Digest digest = Digest.of(store, notices);
        return JsonObject.builder()
                .put("topic", topic)
                .put("title", PlainText.cut("aml: " + digest.headline(), LONGEST_TITLE))
                .put("message", shortened(digest.text()))
                .put("priority", priority(digest.severity()))
                .put("tags", List.of(tag(digest)))
                .build();
    }

    private static String shortened(String text) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE_BYTES) {
            cut = PlainText.cut(cut, cut.length() - 100);
        }
        return cut;
    }

    private static int priority(Severity severity) {
        return switch (severity) {
            case INFO -> 2;
            case WARNING -> 3;
            case ERROR -> 4;
            case CRITICAL -> 5;
        };
    }

    /** ntfy shows these tags as symbols. */
    private static String tag(Digest digest) {
        if (digest.isAllResolved()) {
            return "white_check_mark";
        }
        return switch (digest.severity()) {
            case INFO -> "information_source";
            case WARNING -> "warning";
            case ERROR, CRITICAL -> "rotating_light";
        };
    }
}
