package loom.aml.notify.channel;

import java.io.IOException;
import loom.aml.notify.Channel;

/** Sends mail. The implementation is loaded only when one is sent. */
public interface MailTransport {
    /**
     * Sends a mail.
     *
     * @throws Channel.RefusedException if the server permanently refuses the sender or a recipient
     * @throws IOException if another attempt may succeed. Its message does not contain the password
     */
    void send(Mail mail, MailServer server) throws IOException;
}
