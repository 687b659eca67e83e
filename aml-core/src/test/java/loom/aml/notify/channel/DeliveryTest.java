package loom.aml.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import loom.aml.notify.Channel;
import loom.aml.notify.ChannelKind;
import loom.aml.notify.Delivery;
import loom.aml.notify.Envelope;
import loom.aml.notify.Notice;
import loom.aml.notify.NotifyPolicy;
import loom.aml.notify.NotifyReport.Outcome;
import loom.aml.notify.PendingNotice;
import loom.aml.notify.TestNotices;
import loom.aml.store.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivers to receivers that refuse, hang, fail and redirect. */
class DeliveryTest {
    private static final Duration MUCH = Duration.ofSeconds(30);
    private static final String KEY = "a key of some length";

    @TempDir
    private Path directory;

    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private static NotifyPolicy.Effort attempts(int number) {
        return new NotifyPolicy.Effort(number, Duration.ofMillis(5), MUCH);
    }

    private static Envelope message(int number) {
        Notice notice = Notice.raised(TestNotices.alert("a" + number, Severity.ERROR));
        return new Envelope(
                ChannelKind.WEBHOOK,
                List.of(new PendingNotice(
                        number, ChannelKind.WEBHOOK, TestNotices.NOW, 0, TestNotices.NOW, "", notice)));
    }

    private static List<Outcome> delivered(Channel channel, NotifyPolicy.Effort effort, int messages) {
        return new Delivery(_ -> channel, effort)
                .deliver(
                        "/srv/shop",
                        IntStream.range(0, messages)
                                .mapToObj(DeliveryTest::message)
                                .toList())
                .outcomes();
    }

    private static Outcome delivered(Channel channel, int attempts) {
        return delivered(channel, attempts(attempts), 1).getFirst();
    }

    private Channel webhook(String path) throws IOException {
        return webhook(path, "http://");
    }

    private Channel webhook(String path, String scheme) throws IOException {
        return WebhookChannel.ofProgram(receiver.address(path).replace("http://", scheme), KEY, MUCH);
    }

    @Test
    void signature_canBeVerified() throws Exception {
        assertThat(delivered(webhook("/hook"), 1).isDelivered()).isTrue();
        Receiver.Received request = receiver.single();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(request.signature()).isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(request.body())));
    }

    @Test
    void messageWithoutAKey_isNotSigned() throws Exception {
        delivered(WebhookChannel.ofProgram(receiver.address("/hook"), "", MUCH), 1);
        assertThat(receiver.single().signature()).isNull();
    }

    @Test
    void failure_isRetriedIfThatMayHelp() throws Exception {
        receiver.answering(500, 429, 408, 200);
        assertThat(delivered(webhook("/hook"), 4).isDelivered()).isTrue();
        assertThat(receiver.received()).hasSize(4);
    }

    @Test
    void refusalOrRedirect_isFinal_andNothingGoesElsewhere() throws Exception {
        for (int status : new int[] {301, 302, 307, 308, 400, 404, 410}) {
            receiver.received().clear();
            receiver.answering(status);
            Outcome outcome = delivered(webhook("/hook"), 3);
            assertThat(outcome.isRefused()).isTrue();
            assertThat(outcome.failure()).contains(Integer.toString(status));
            assertThat(receiver.single().path()).isEqualTo("/hook");
        }
    }

    @Test
    void receiverThatAsksToWait_isNotTriedAgainAtOnce() throws Exception {
        for (int status : new int[] {429, 503}) {
            receiver.received().clear();
            receiver.answering(status, "slow down", "17");
            Outcome outcome = delivered(webhook("/hook"), 3);
            assertThat(outcome.pause()).isEqualTo(Duration.ofSeconds(17));
            assertThat(outcome.isRefused()).isFalse();
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void answer_isQuoted_withoutSecretsAndControlCharacters() throws Exception {
        String path = "/services/T024BE7LR/xoxb-hunter2";
        receiver.answering(404, "no hook at " + path + "\u001b[31m, Bearer tk_hunter3 " + "x".repeat(5_000), "");
        Channel slack = WebhookChannel.ofService(receiver.address(path), new SlackPayload(), MUCH);
        assertThat(delivered(slack, 1).failure())
                .startsWith("the server answered with status 404: no hook at ")
                .doesNotContain("hunter2", "T024BE7LR", "\u001b")
                .hasSizeLessThan(400);
        receiver.answering(403, "who is tk_hunter3?", "");
        assertThat(delivered(WebhookChannel.ofNtfy(receiver.address("/t"), "tk_hunter3", MUCH), 1)
                        .failure())
                .doesNotContain("hunter3");
    }

    @Test
    void receiverThatNeverAnswers_takesNoLongerThanAllowed() throws Exception {
        NotifyPolicy.Effort brief = new NotifyPolicy.Effort(3, Duration.ofMillis(5), Duration.ofMillis(300));
        Channel patient = WebhookChannel.ofProgram(receiver.address("/never"), "", Duration.ofMinutes(5));
        assertThat(delivered(patient, brief, 2))
                .extracting(Outcome::failure)
                .containsExactly("no time was left", "no time was left");
        assertThat(delivered(new CommandChannel("sleep 600", Duration.ofMinutes(5)), brief, 2))
                .extracting(Outcome::failure)
                .containsExactly("no time was left", "no time was left");
        Channel impatient = WebhookChannel.ofProgram(receiver.address("/never"), "", Duration.ofMillis(100));
        assertThat(delivered(impatient, 1).failure()).isEqualTo("the server did not answer within 100 ms");
    }

    @Test
    void unreachableReceiver_isNamedWithoutItsPath() throws Exception {
        Channel channel = webhook("/hunter2");
        receiver.close();
        assertThat(delivered(channel, 2).failure()).isEqualTo("no connection to 127.0.0.1: nothing answers");
    }

    @Test
    void messagesOfAChannel_arriveInOrder() throws Exception {
        assertThat(delivered(webhook("/hook"), attempts(1), 20)).allMatch(Outcome::isDelivered);
        List<String> ids = receiver.received().stream().map(DeliveryTest::alert).toList();
        assertThat(ids).isEqualTo(IntStream.range(0, 20).mapToObj(i -> "a" + i).toList());
    }

    @Test
    void messageThatFailed_isNotOvertakenByALaterOneAboutItsAlert() throws Exception {
        receiver.answering(500, 200, 404, 200);
        List<Outcome> outcomes = new Delivery(_ -> webhook("/hook"), attempts(1))
                .deliver("", List.of(message(1), message(2), message(1), message(3), message(3)))
                .outcomes();
        assertThat(outcomes)
                .extracting(outcome -> outcome.isDelivered() + " " + outcome.isRefused())
                .containsExactly("false false", "true false", "false false", "false true", "true false");
        assertThat(receiver.received().stream().map(DeliveryTest::alert))
                .as("a refused message is not waited for")
                .containsExactly("a1", "a2", "a3", "a3");
    }

    private static String alert(Receiver.Received received) {
        try {
            return received.json().object("alert").orElseThrow().string("id").orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void command_getsTheAlertOnStandardInput() throws IOException {
        Path file = directory.resolve("got it");
        assertThat(delivered(new CommandChannel("cat > '" + file + "'", MUCH), 1)
                        .isDelivered())
                .isTrue();
        assertThat(Files.readString(file))
                .isEqualTo(message(0).notices().getFirst().toJson("/srv/shop") + "\n");
    }

    @Test
    void commandThatFailsHangsOrDoesNotRead_neverFailsAml() {
        assertThat(delivered(new CommandChannel("exit 3", MUCH), 2).failure()).contains("status 3");
        assertThat(delivered(new CommandChannel("sleep 600 & sleep 600", Duration.ofMillis(100)), 1)
                        .failure())
                .contains("did not end");
        assertThat(delivered(new CommandChannel("true", MUCH), 1).isDelivered()).isTrue();
    }

    @Test
    void channelThatCannotBeOpened_doesNotAffectTheOthers() {
        Channel.Opener opener = kind -> {
            if (kind == ChannelKind.MAIL) {
                throw new IOException("alerts.mail_password: the variable X is not set");
            }
            return (_, _) -> {};
        };
        Envelope mail = new Envelope(ChannelKind.MAIL, message(1).entries());
        assertThat(new Delivery(opener, attempts(1))
                        .deliver("", List.of(message(0), mail))
                        .outcomes())
                .extracting(outcome -> outcome.envelope().channel() + " " + outcome.failure())
                .containsExactly("WEBHOOK ", "MAIL alerts.mail_password: the variable X is not set");
    }

    @Test
    void unexpectedException_isReportedWithoutItsMessage() {
        Channel broken = (_, _) -> {
            throw new IllegalArgumentException("invalid header value: \"Bearer hunter2\"");
        };
        assertThat(delivered(broken, attempts(2), 2))
                .extracting(Outcome::failure)
                .containsExactly("unexpected IllegalArgumentException", "unexpected IllegalArgumentException");
    }

    @Test
    void tokenThatNoHeaderCanHold_isRefused_withoutBeingQuoted() {
        for (String token : new String[] {"hunter2\r", "hunt\u200ber2", "hunter2 hunter2", "h\u00fcnter2"}) {
            assertThatExceptionOfType(IOException.class)
                    .as(token)
                    .isThrownBy(() -> WebhookChannel.ofNtfy(receiver.address("/t"), token, MUCH))
                    .withMessage("the token must consist of printable ASCII characters without spaces");
        }
    }

    @Test
    void schemeOfAnAddress_mayBeUpperCase() throws IOException {
        assertThat(delivered(webhook("/hook", "HTTP://"), 1).isDelivered()).isTrue();
    }

    @Test
    void invalidAddresses_areRefused_withoutBeingQuoted() {
        for (String address : new String[] {
            "ftp://hunter2/", "hunter2", "http:", "file:///hunter2", "a hunter2", "https://u:hunter2@x/"
        }) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> WebhookChannel.ofProgram(address, KEY, MUCH))
                    .withMessageNotContaining("hunter2");
        }
    }
}
