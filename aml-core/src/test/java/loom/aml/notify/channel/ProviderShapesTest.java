package loom.aml.notify.channel;

import static loom.aml.notify.TestNotices.alert;
import static loom.aml.notify.TestNotices.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.notify.AlertStatus;
import loom.aml.notify.Channel;
import loom.aml.notify.Notice;
import loom.aml.store.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service receives what it documents, whatever is in the texts of an alert. */
class ProviderShapesTest {
    private static final Duration MUCH = Duration.ofSeconds(30);
    private static final String STORE = "/srv/shop/.loom/memory";

    /** Texts that the markup of some service would make something of. */
    private static final String HOSTILE =
            "<!channel> <@U1> @everyone <https://evil.example|click> [click](https://evil.example) *b* `c`\r\n"
                    + "Bcc: x\u202e&";

    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private JsonObject sent(Channel channel, List<Notice> notices) throws Exception {
        channel.send(STORE, notices);
        Receiver.Received received = receiver.single();
        assertThat(received.type()).isEqualTo("application/json");
        return received.json();
    }

    private static List<Notice> many(int number) {
        List<Notice> notices = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            notices.add(Notice.raised(alert("a" + i, i % 2 == 0 ? Severity.WARNING : Severity.CRITICAL)));
        }
        return notices;
    }

    private static List<Notice> hostile() {
        return List.of(Notice.raised(titled(HOSTILE)));
    }

    /** Texts as long as a limit allows, of characters that need several bytes or an escape. */
    private static List<Notice> lengthy() {
        List<Notice> notices = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            notices.add(Notice.raised(titled("☂*&<𝄞".repeat(1_000))));
        }
        return notices;
    }

    // Slack

    private JsonObject slack(List<Notice> notices) throws Exception {
        JsonObject message = sent(
                WebhookChannel.ofService(receiver.address("/services/T1/B1/x"), new SlackPayload(), MUCH), notices);
        assertThat(message.keys()).containsExactlyInAnyOrder("text", "blocks", "unfurl_links", "unfurl_media");
        assertThat(message.string("text").orElseThrow()).isNotBlank();
        assertThat(message.objects("blocks")).hasSizeBetween(1, 50);
        for (JsonObject block : message.objects("blocks")) {
            switch (block.string("type").orElseThrow()) {
                case "header" -> assertThat(text(block, "plain_text")).hasSizeBetween(1, 150);
                case "section" -> assertThat(text(block, "mrkdwn")).hasSizeBetween(1, 3_000);
                case "context" -> assertThat(block.objects("elements")).hasSizeBetween(1, 10);
                default -> throw new AssertionError(block);
            }
        }
        return message;
    }

    private static String text(JsonObject block, String type) {
        JsonObject text = block.object("text").orElseThrow();
        assertThat(text.string("type")).contains(type);
        return text.string("text").orElseThrow();
    }

    @Test
    void slack_getsBlocks() throws Exception {
        JsonObject message = slack(many(3));
        assertThat(message.string("text")).contains("aml: 3 alerts, the worst is critical");
        assertThat(text(message.objects("blocks").get(1), "mrkdwn"))
                .startsWith("critical: the memory of debugger is large")
                .contains("84 MB", "limit: 80 MB", "aml prune");
    }

    @Test
    void slack_seesNoControlSequencesOfTexts() throws Exception {
        String document = slack(hostile()).toString();
        assertThat(document)
                .contains("&lt;!channel&gt; &lt;@U1&gt;", "\"verbatim\":true")
                .doesNotContain("\"verbatim\":false", "https://", "\u202e");
        for (JsonObject block : JsonObject.parse(document).objects("blocks")) {
            if (block.string("type").orElseThrow().equals("section")) {
                assertThat(text(block, "mrkdwn")).doesNotContain("<", ">");
            }
        }
    }

    @Test
    void slack_limitsAreKept() throws Exception {
        assertThat(slack(lengthy()).toString()).contains("and 20 more");
    }

    // Teams

    private JsonObject teams(List<Notice> notices) throws Exception {
        JsonObject message =
                sent(WebhookChannel.ofService(receiver.address("/workflows/x"), new TeamsPayload(), MUCH), notices);
        assertThat(message.string("type")).contains("message");
        JsonObject attachment = message.objects("attachments").getFirst();
        assertThat(message.objects("attachments")).hasSize(1);
        assertThat(attachment.string("contentType")).contains("application/vnd.microsoft.card.adaptive");
        JsonObject card = attachment.object("content").orElseThrow();
        assertThat(card.string("type")).contains("AdaptiveCard");
        assertThat(card.string("version")).contains("1.2");
        assertThat(card.objects("body")).isNotEmpty();
        for (JsonObject element : card.objects("body")) {
            // Markdown is not supported in a TextRun, so nothing needs an escape.
            assertThat(element.string("type")).contains("RichTextBlock");
            for (JsonObject run : element.objects("inlines")) {
                assertThat(run.string("type")).contains("TextRun");
                assertThat(run.string("text").orElseThrow()).isNotBlank();
                run.string("color")
                        .ifPresent(color -> assertThat(color)
                                .isIn("Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"));
            }
        }
        // The documented limit of a message.
        assertThat(receiver.single().body().length).isLessThan(28_000);
        return card;
    }

    @Test
    void teams_getsAnAdaptiveCard() throws Exception {
        assertThat(teams(many(2)).toString()).contains("aml: 2 alerts", "84 MB", STORE);
    }

    @Test
    void teams_makesNothingOfTexts() throws Exception {
        assertThat(teams(hostile()).toString()).contains("[click](").doesNotContain("https://evil", "\u202e");
    }

    @Test
    void teams_limitsAreKept() throws Exception {
        teams(lengthy());
    }

    // Discord

    private JsonObject discord(List<Notice> notices) throws Exception {
        JsonObject message = sent(
                WebhookChannel.ofService(receiver.address("/api/webhooks/1/x"), new DiscordPayload(), MUCH), notices);
        assertThat(message.object("allowed_mentions").orElseThrow().strings("parse"))
                .isEmpty();
        assertThat(message.object("allowed_mentions").orElseThrow().has("parse"))
                .isTrue();
        assertThat(message.objects("embeds")).hasSize(1);
        JsonObject embed = message.objects("embeds").getFirst();
        String footer = embed.object("footer").orElseThrow().string("text").orElseThrow();
        assertThat(embed.string("title").orElseThrow()).hasSizeBetween(1, 256);
        assertThat(embed.string("description").orElseThrow()).hasSizeBetween(1, 4_096);
        assertThat(footer).hasSizeBetween(1, 2_048);
        assertThat(embed.string("title").orElseThrow().length()
                        + embed.string("description").orElseThrow().length()
                        + footer.length())
                .isLessThanOrEqualTo(6_000);
        assertThat(embed.number("color")).isBetween(1L, 0xFF_FF_FFL);
        return embed;
    }

    @Test
    void discord_getsAnEmbed() throws Exception {
        assertThat(discord(many(2)).string("description").orElseThrow()).contains("84 MB", "aml prune");
    }

    @Test
    void discord_pingsNobody_andShowsMarkupAsText() throws Exception {
        JsonObject embed = discord(hostile());
        String description = embed.string("description").orElseThrow();
        assertThat(description).contains("\\@everyone", "\\<\\@U1\\>", "\\[click\\]\\(", "\\*b\\*", "\\`c\\`");
        assertThat(description.replaceAll("\\\\.", "")).doesNotContain("@", "<", "[", "*", "`", "://");
    }

    @Test
    void discord_limitsAreKept_andNoEscapeIsCutInTwo() throws Exception {
        JsonObject embed = discord(lengthy());
        for (String key : List.of("title", "description")) {
            String text = embed.string(key).orElseThrow();
            assertThat(text.replaceAll("\\\\.", "")).doesNotContain("\\");
            assertThat(text.codePoints().filter(point -> point >= 0xD800 && point < 0xE000))
                    .isEmpty();
        }
    }

    // ntfy

    private JsonObject ntfy(List<Notice> notices) throws Exception {
        JsonObject message = sent(WebhookChannel.ofNtfy(receiver.address("/my-topic"), "tk_x", MUCH), notices);
        // JSON is published at the root, and the topic is in the document.
        assertThat(receiver.single().path()).isEqualTo("/");
        assertThat(receiver.single().authorization()).isEqualTo("Bearer tk_x");
        assertThat(message.keys()).isSubsetOf(Set.of("topic", "title", "message", "priority", "tags"));
        assertThat(message.string("topic")).contains("my-topic");
        assertThat(message.string("title").orElseThrow()).hasSizeBetween(1, 250);
        assertThat(message.string("message").orElseThrow().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(1, 4_096);
        assertThat(message.number("priority")).isBetween(1L, 5L);
        assertThat(message.strings("tags")).hasSizeBetween(1, 5);
        return message;
    }

    @Test
    void ntfy_getsAPriorityAndATag() throws Exception {
        JsonObject message = ntfy(many(2));
        assertThat(message.number("priority")).isEqualTo(5);
        assertThat(message.strings("tags")).containsExactly("rotating_light");
        assertThat(message.string("message").orElseThrow()).contains("84 MB", STORE, "aml monitor alerts");
    }

    @Test
    void ntfy_showsPlainTextWithoutLinks() throws Exception {
        assertThat(ntfy(hostile()).toString()).doesNotContain("https://", "markdown", "\u202e");
    }

    @Test
    void ntfy_limitsAreKept() throws Exception {
        ntfy(lengthy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/", "/a b", "/%2e%2e", "/topic.json"})
    void ntfy_needsATopic(String path) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WebhookChannel.ofNtfy("http://127.0.0.1:1" + path.replace(" ", "%20"), "", MUCH))
                .withMessageContaining("topic");
    }

    // Programs

    @Test
    void programs_getTheWholeAlert() throws Exception {
        AlertStatus alert = alert("20261123T080000.000Z-1f9a3c55", Severity.ERROR);
        JsonObject message =
                sent(WebhookChannel.ofProgram(receiver.address("/hook"), "", MUCH), List.of(Notice.raised(alert)));
        assertThat(message.toString())
                .isEqualTo("{\"version\":1,\"event\":\"raised\",\"store\":\"" + STORE + "\",\"alert\":"
                        + alert.document() + "}");
    }

    @Test
    void texts_areUnlinked_shortenedAndOnOneLine() {
        assertThat(PlainText.of("see https://a.example or WWW.b.example\nnow", 100))
                .isEqualTo("see https:\u200b//a.example or www\u200b.b.example\\x0anow");
        assertThat(PlainText.of("x".repeat(300), 10)).isEqualTo("xxxxxxxxx…");
        assertThat(PlainText.cut("ab𝄞cd", 4)).isEqualTo("ab…");
    }
}
