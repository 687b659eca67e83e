package loom.aml.notify.channel;

import java.io.IOException;
import loom.aml.notify.Channel;

/** Sends mail. The implementation is loaded only when one is sent. */
public interface MailTransport {
    /**
     * Sends a mail to all recipients that the server accepts.
     *
     * @throws Channel.RefusedException if the server permanently refuses the sender or all recipients, or refuses some of them. The message
     *     names these; the others have the mail
     * @throws IOException if another attempt may succeed. Its message does not contain the password
     */
    void send(Mail mail, MailServer server) throws IOException;
}
