package loom.aml.notify.channel;

import java.util.List;

/**
 * A mail of plain text.
 *
 * @param subject a text on one line
 */
public record Mail(String sender, List<String> recipients, String subject, String text) {
    public Mail {
        recipients = List.copyOf(recipients);
    }
}
