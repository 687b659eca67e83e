package loom.aml.notify.channel;

import java.io.IOException;
import java.util.List;
import loom.aml.notify.Channel;
import loom.aml.notify.Notice;

/** Sends notices as one mail of plain text. */
public final class MailChannel implements Channel {
    private static final int LONGEST_SUBJECT = 200;

    private final MailTransport transport;
    private final MailServer server;
    private final String sender;
    private final List<String> recipients;

    public MailChannel(MailTransport transport, MailServer server, String sender, List<String> recipients) {
        this.transport = transport;
        this.server = server;
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
    }

    @Override
    public void send(String store, List<Notice> notices) throws IOException {
        Digest digest = Digest.of(store, notices);
        String subject = PlainText.cut("[aml] " + digest.headline(), LONGEST_SUBJECT);
        transport.send(new Mail(sender, recipients, subject, digest.text() + "\n"), server);
    }
}
