package loom.aml.notify.channel;

import java.time.Duration;

/**
 * A server that accepts mail for delivery, and the account of the sender.
 *
 * @param user the name for authentication; empty for none
 * @param timeout the time for the connection, and again for each answer
 */
public record MailServer(String host, int port, Security security, String user, String password, Duration timeout) {

    /** How the connection is protected. */
    public enum Security {
        /** Unprotected at first; refused by aml if the server does not offer TLS. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Unprotected. A password is sent only to this machine. */
        OFF
    }

    @Override
    public String toString() {
        return "MailServer[" + host + ":" + port + "]";
    }
}
