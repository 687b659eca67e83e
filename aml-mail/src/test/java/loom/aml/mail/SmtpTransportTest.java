package loom.aml.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.notify.AlertStatus;
import loom.aml.notify.Channel;
import loom.aml.notify.Notice;
import loom.aml.notify.channel.Mail;
import loom.aml.notify.channel.MailChannel;
import loom.aml.notify.channel.MailServer;
import loom.aml.notify.channel.MailServer.Security;
import loom.aml.store.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends mail to a real SMTP server with TLS and authentication. */
class SmtpTransportTest {
    private static final String HOST = "localhost";
    private static final String USER = "aml@example.org";
    private static final String PASSWORD = "hunter2-hunter2";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long STARTUP_MILLIS = 60_000;
    private static final Mail MAIL =
            new Mail(USER, List.of("ops@example.org", "on-call@example.org"), "[aml] Zürich ☂", "Zürich ☂\n.\nend\n");

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;

    private final GreenMail plain = new GreenMail(setup(ServerSetup.PROTOCOL_SMTP));
    private final GreenMail secure = new GreenMail(setup(ServerSetup.PROTOCOL_SMTPS));

    private static ServerSetup setup(String protocol) {
        ServerSetup setup = new ServerSetup(0, HOST, protocol);
        // The default of two seconds is too short while other modules are built at the same time.
        setup.setServerStartupTimeout(STARTUP_MILLIS);
        return setup;
    }

    @BeforeAll
    static void trust() throws IOException, InterruptedException {
        certificate = TestCertificate.in(directory);
    }

    @BeforeEach
    void start() {
        for (GreenMail server : List.of(plain, secure)) {
            server.setUser(USER, USER, PASSWORD);
            server.getUserManager().setAuthRequired(true);
            server.start();
        }
    }

    @AfterEach
    void stop() {
        plain.stop();
        secure.stop();
    }

    private static MailServer server(int port, Security security, String password) {
        return new MailServer(HOST, port, security, USER, password, TIMEOUT);
    }

    private static void send(MailServer server) throws IOException {
        new SmtpTransport().send(MAIL, server);
    }

    private static MimeMessage received(GreenMail server) {
        assertThat(server.waitForIncomingEmail(10_000, 2)).isTrue();
        return server.getReceivedMessages()[0];
    }

    @Test
    void mail_arrivesOverTls() throws IOException, MessagingException {
        send(server(secure.getSmtps().getPort(), Security.TLS, PASSWORD));
        MimeMessage mail = received(secure);
        assertThat(mail.getSubject()).isEqualTo("[aml] Zürich ☂");
        assertThat(mail.getContent().toString().lines()).containsExactly("Zürich ☂", ".", "end");
        assertThat(mail.getFrom()).extracting(Address::toString).containsExactly(USER);
        assertThat(mail.getRecipients(Message.RecipientType.TO))
                .extracting(Address::toString)
                .containsExactly("ops@example.org", "on-call@example.org");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getMessageID()).isNotBlank();
        assertThat(mail.getSentDate()).isNotNull();
    }

    @Test
    void mail_arrivesAfterStartTls_andNothingIsSaidBeforeIt() throws Exception {
        try (SmtpFront front =
                SmtpFront.startTls(certificate.server(), plain.getSmtp().getPort())) {
            send(server(front.port(), Security.STARTTLS, PASSWORD));
            assertThat(received(plain).getSubject()).contains("Zürich");
            assertThat(front.commands()).hasSize(2);
            assertThat(front.commands().getLast()).isEqualTo("STARTTLS");
        }
    }

    @Test
    void serverWithoutStartTls_getsNothing() throws IOException {
        try (SmtpFront front = SmtpFront.answering(Map.of("EHLO", "250-front\r\n250 AUTH PLAIN LOGIN"))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> send(server(front.port(), Security.STARTTLS, PASSWORD)))
                    .withMessageContaining("STARTTLS");
            assertThat(front.commands()).noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        }
    }

    @Test
    void certificateOfAnotherName_isRefused() {
        MailServer byAddress =
                new MailServer("127.0.0.1", secure.getSmtps().getPort(), Security.TLS, USER, PASSWORD, TIMEOUT);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(byAddress));
        assertThat(secure.getReceivedMessages()).isEmpty();
    }

    @Test
    void password_isSentWithoutTlsOnlyToThisMachine() throws IOException {
        send(server(plain.getSmtp().getPort(), Security.OFF, PASSWORD));
        received(plain);
        // A reserved address, to which nothing is sent.
        MailServer elsewhere = new MailServer("192.0.2.1", 25, Security.OFF, USER, PASSWORD, TIMEOUT);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send(elsewhere))
                .withMessage("a password is sent only over TLS; set alerts.mail_tls");
    }

    @Test
    void wrongPassword_isReportedWithoutIt_andMayBeCorrected() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send(server(secure.getSmtps().getPort(), Security.TLS, "wrong-" + PASSWORD)))
                .withMessageContaining("refused the user or the password")
                .withMessageNotContaining(PASSWORD)
                .isNotInstanceOf(Channel.RefusedException.class);
    }

    @Test
    void refusedRecipient_isFinal_butATemporaryRefusalIsNot() throws IOException {
        try (SmtpFront front = SmtpFront.answering(Map.of("RCPT", "550 5.1.1 no such user hunter2-hunter2"))) {
            assertThatExceptionOfType(Channel.RefusedException.class)
                    .isThrownBy(() -> send(open(front)))
                    .withMessageContaining("no such user");
        }
        for (Map<String, String> answers : List.of(
                Map.of("RCPT", "450 4.2.1 greylisted"), Map.of("MAIL", "451 busy"), Map.of(".", "452 disk full"))) {
            try (SmtpFront front = SmtpFront.answering(answers)) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> send(open(front)))
                        .isNotInstanceOf(Channel.RefusedException.class);
            }
        }
    }

    @Test
    void oneUnknownRecipient_doesNotKeepTheMailFromTheOthers_andIsNamed() throws IOException {
        for (String answer : List.of("550 5.1.1 no such user", "450 4.2.1 greylisted")) {
            try (SmtpFront front = SmtpFront.answering(Map.of("RCPT TO:<ops@example.org>", answer))) {
                assertThatExceptionOfType(Channel.RefusedException.class)
                        .isThrownBy(() -> send(open(front)))
                        .withMessage("the other recipients got the mail, but the server refused ops@example.org ("
                                + answer + ")");
                assertThat(front.commands()).contains("RCPT TO:<on-call@example.org>", "DATA");
            }
        }
    }

    @Test
    void recipientThatIsRefusedOnlyForNow_isTriedAgain_ifNobodyGotTheMail() throws IOException {
        Map<String, String> answers = Map.of(
                "RCPT TO:<ops@example.org>", "550 no such user", "RCPT TO:<on-call@example.org>", "450 greylisted");
        try (SmtpFront front = SmtpFront.answering(answers)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> send(open(front)))
                    .withMessageContaining("ops@example.org (550 no such user), on-call@example.org (450 greylisted)")
                    .isNotInstanceOf(Channel.RefusedException.class);
            assertThat(front.commands()).doesNotContain("DATA");
        }
    }

    private static MailServer open(SmtpFront front) {
        return new MailServer(HOST, front.port(), Security.OFF, "", "", TIMEOUT);
    }

    @Test
    void serverThatIsGoneOrSilent_isReported() throws IOException {
        int port = plain.getSmtp().getPort();
        plain.stop();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send(server(port, Security.OFF, PASSWORD)))
                .withMessageContaining(HOST);
        try (SmtpFront front = SmtpFront.answering(Map.of("EHLO", "250-never ends"))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            send(new MailServer(HOST, front.port(), Security.OFF, "", "", Duration.ofMillis(200))));
        }
    }

    @Test
    void textsOfAnAlert_cannotAddHeadersOrRecipients() throws IOException, MessagingException {
        JsonObject document = JsonObject.builder()
                .put("title", "big\r\nBcc: victim@example.org\r\n\r\n<a href=\"https://evil.example\">")
                .put("seen", "\r\n.\r\nMAIL FROM:<x@example.org>")
                .put("advice", "look\u202eat \u0000 this")
                .build();
        Notice notice = Notice.raised(new AlertStatus("1", Severity.CRITICAL, false, false, document));
        MailServer server = server(secure.getSmtps().getPort(), Security.TLS, PASSWORD);
        new MailChannel(new SmtpTransport(), server, USER, List.of("ops@example.org"))
                .send("/srv/a\nSubject: b/.loom/memory", List.of(notice));
        assertThat(secure.waitForIncomingEmail(10_000, 1)).isTrue();
        assertThat(secure.getReceivedMessages()).hasSize(1);
        MimeMessage mail = secure.getReceivedMessages()[0];
        assertThat(mail.getAllRecipients()).extracting(Address::toString).containsExactly("ops@example.org");
        assertThat(Collections.list(mail.getAllHeaders()))
                .noneMatch(header -> header.getName().equalsIgnoreCase("Bcc"));
        assertThat(mail.getContentType()).startsWith("text/plain");
        assertThat(mail.getSubject()).startsWith("[aml] critical: big\\x0d\\x0aBcc");
        assertThat(mail.getContent().toString())
                .contains("to do: look\\u202eat \\x00 this")
                .doesNotContain("https://", "\u202e");
    }
}
