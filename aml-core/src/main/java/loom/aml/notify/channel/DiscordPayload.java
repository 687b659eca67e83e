package loom.aml.notify.channel;

import java.util.List;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;
import loom.aml.notify.Notice;
import loom.aml.store.Severity;

/**
 * A message for a webhook of Discord: one embed. Mentions are switched off, and every punctuation character of a text is escaped, so that
 * it is neither Markdown nor a link.
 *
 * @see <a href="https://docs.discord.com/developers/resources/webhook#execute-webhook">Execute Webhook</a>
 */
public final class DiscordPayload implements Payload {
    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_DESCRIPTION = 4_096;
    private static final int LONGEST_FOOTER = 1_000;

    private static final int RED = 0xC0_39_2B;
    private static final int ORANGE = 0xE6_7E_22;
    private static final int YELLOW = 0xF1_C4_0F;
    private static final int BLUE = 0x34_98_DB;
    private static final int GREEN = 0x2E_CC_71;

    @Override
    public JsonObject of(String store, List<Notice> notices) {
        Digest digest = Digest.of(store, notices);
        String entries = digest.entries().stream()
                .map(entry -> String.join(
                        "\n",
                        entry.lines().stream().map(DiscordPayload::escaped).toList()))
                .collect(Collectors.joining("\n\n"));
        String rest = digest.more() == 0 ? "" : "\n\n" + digest.rest();
        JsonObject embed = JsonObject.builder()
                .put("title", cut(escaped("aml: " + digest.headline()), LONGEST_TITLE))
                .put("description", cut(entries + rest, LONGEST_DESCRIPTION))
                .put("color", colour(digest.severity(), digest.isAllResolved()))
                // A footer has no Markdown.
                .put(
                        "footer",
                        JsonObject.builder()
                                .put("text", PlainText.cut(digest.store() + "; " + Digest.SEE_ALL, LONGEST_FOOTER))
                                .build())
                .build();
        return JsonObject.builder()
                .put("embeds", List.of(embed))
                .put(
                        "allowed_mentions",
                        JsonObject.builder().put("parse", List.of()).build())
                .build();
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\p{Punct}]", "\\\\$0");
    }

    /** Cuts a text, but not between a backslash and the character that it escapes. */
    private static String cut(String text, int most) {
        String beginning = PlainText.cut(text, most);
        if (beginning.length() == text.length()) {
            return text;
        }
        String without = beginning.substring(0, beginning.length() - 1);
        int backslashes = 0;
        while (backslashes < without.length() && without.charAt(without.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1 ? without.substring(0, without.length() - 1) + "…" : beginning;
    }

    private static int colour(Severity severity, boolean isResolved) {
        if (isResolved) {
            return GREEN;
        }
        return switch (severity) {
            case INFO -> BLUE;
            case WARNING -> YELLOW;
            case ERROR -> ORANGE;
            case CRITICAL -> RED;
        };
    }
}
