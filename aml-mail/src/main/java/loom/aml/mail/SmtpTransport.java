package loom.aml.mail;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import loom.aml.io.Printable;
import loom.aml.notify.Channel;
import loom.aml.notify.channel.Mail;
import loom.aml.notify.channel.MailServer;
import loom.aml.notify.channel.MailTransport;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Sends mail by SMTP. With TLS, the certificate of the server must be valid for its name; a server that does not offer STARTTLS gets
 * neither the password nor the mail.
 */
public final class SmtpTransport implements MailTransport {
    private static final String PROTOCOL = "smtp";
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int PERMANENT = 500;

    @Override
    public void send(Mail mail, MailServer server) throws IOException {
        if (!server.password().isEmpty() && server.security() == MailServer.Security.OFF && !isHere(server.host())) {
            throw new IOException("a password is sent only over TLS; set alerts.mail_tls");
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The library looks for its parts with this loader; this module is not visible to the one of the application.
        Thread.currentThread().setContextClassLoader(SmtpTransport.class.getClassLoader());
        try {
            Session session = Session.getInstance(properties(server));
            MimeMessage message = message(mail, session);
            Transport transport = session.getTransport(PROTOCOL);
            try {
                transport.connect(server.host(), server.port(), orNull(server.user()), orNull(server.password()));
                transport.sendMessage(message, message.getAllRecipients());
            } finally {
                close(transport);
            }
        } catch (MessagingException e) {
            throw failure(e, server);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A server that has accepted the mail may close the connection as it likes. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // Nothing remains to be done.
        }
    }

    private static MimeMessage message(Mail mail, Session session) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(mail.sender(), true));
        for (String recipient : mail.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
        }
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(new Date());
        // So that vacation responders stay silent.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(mail.text(), UTF_8);
        message.saveChanges();
        return message;
    }

    private static Properties properties(MailServer server) {
        Properties properties = new Properties();
        String timeout = Long.toString(server.timeout().toMillis());
        put(properties, "connectiontimeout", timeout);
        put(properties, "timeout", timeout);
        put(properties, "writetimeout", timeout);
        // One address that does not exist must not keep the mail from the others.
        put(properties, "sendpartial", "true");
        put(properties, "auth", Boolean.toString(!server.user().isEmpty()));
        put(properties, "ssl.checkserveridentity", "true");
        put(properties, "ssl.protocols", "TLSv1.3 TLSv1.2");
        switch (server.security()) {
            case STARTTLS -> {
                put(properties, "starttls.enable", "true");
                put(properties, "starttls.required", "true");
            }
            case TLS -> put(properties, "ssl.enable", "true");
            case OFF -> put(properties, "starttls.enable", "false");
        }
        return properties;
    }

    private static void put(Properties properties, String name, String value) {
        properties.setProperty("mail." + PROTOCOL + "." + name, value);
    }

    @SuppressWarnings("NullAway") // Without user and password, the library expects null.
    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static IOException failure(MessagingException e, MailServer server) {
        String words = words(e, server);
        if (e instanceof AuthenticationFailedException) {
            return new IOException("the mail server refused the user or the password: " + words, e);
        }
        if (e instanceof SendFailedException partly && hasSent(partly)) {
            // Another attempt would send the mail again to those who have it.
            return new Channel.RefusedException("the other recipients got the mail, but the server refused " + words);
        }
        return isPermanent(e)
                ? new Channel.RefusedException("the mail server refused the mail: " + words)
                : new IOException("the mail server did not accept the mail: " + words, e);
    }

    private static boolean hasSent(SendFailedException failure) {
        Address[] sent = failure.getValidSentAddresses();
        return sent != null && sent.length > 0;
    }

    /**
     * Returns the refused recipients with the answers of the server, or the message of an exception and its cause. Without the password,
     * which a server may repeat.
     */
    private static String words(MessagingException failure, MailServer server) {
        List<String> refused = chain(failure).stream()
                .filter(SMTPAddressFailedException.class::isInstance)
                .map(SMTPAddressFailedException.class::cast)
                .map(one -> one.getAddress() + " (" + message(one) + ")")
                .toList();
        String words = refused.isEmpty() ? message(failure) : String.join(", ", refused);
        Exception cause = failure.getNextException();
        if (refused.isEmpty() && cause != null && !words.contains(message(cause))) {
            words += ": " + message(cause);
        }
        String text = words.replaceAll("\\s+", " ");
        return Printable.of(server.password().isEmpty() ? text : text.replace(server.password(), "…"));
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage()).strip();
    }

    /** Returns an exception and the ones that it contains. */
    private static List<Exception> chain(MessagingException failure) {
        List<Exception> all = new ArrayList<>();
        for (Exception e = failure;
                e != null;
                e = e instanceof MessagingException part ? part.getNextException() : null) {
            all.add(e);
        }
        return all;
    }

    /** Returns whether the server refused the sender, every recipient or the text for good. */
    private static boolean isPermanent(MessagingException failure) {
        List<Integer> codes = chain(failure).stream()
                .map(SmtpTransport::code)
                .filter(code -> code > 0)
                .toList();
        return failure instanceof SendFailedException
                && !codes.isEmpty()
                && codes.stream().allMatch(code -> code >= PERMANENT);
    }

    private static int code(Exception failure) {
        return switch (failure) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException sent -> sent.getReturnCode();
            default -> 0;
        };
    }
}
