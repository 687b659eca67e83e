package loom.aml.app.monitor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.OptionalParts;
import loom.aml.config.AlertSettings;
import loom.aml.config.Configuration;
import loom.aml.config.Setting;
import loom.aml.io.Disk;
import loom.aml.notify.Channel;
import loom.aml.notify.ChannelKind;
import loom.aml.notify.Delivery;
import loom.aml.notify.channel.CommandChannel;
import loom.aml.notify.channel.DiscordPayload;
import loom.aml.notify.channel.MailChannel;
import loom.aml.notify.channel.MailServer;
import loom.aml.notify.channel.MailTransport;
import loom.aml.notify.channel.Payload;
import loom.aml.notify.channel.SlackPayload;
import loom.aml.notify.channel.TeamsPayload;
import loom.aml.notify.channel.WebhookChannel;

/** Opens the channels that the settings describe. Secrets are read when a channel is opened, and never kept elsewhere. */
final class ConfiguredChannels implements Channel.Opener {
    private static final int PORT_OF_STARTTLS = 587;
    private static final int PORT_OF_TLS = 465;
    private static final int PORT_WITHOUT_TLS = 25;

    private final Configuration set;
    private final Disk disk;
    private final Duration timeout;

    private ConfiguredChannels(Configuration set, Disk disk) {
        this.set = set;
        this.disk = disk;
        this.timeout = set.get(AlertSettings.TIMEOUT);
    }

    /** Returns the delivery to the channels of a store. */
    static Delivery delivery(OpenStore opened) {
        return new Delivery(
                new ConfiguredChannels(
                        opened.configuration(), opened.store().place().disk()),
                opened.policies().notifications().effort());
    }

    @Override
    public Channel open(ChannelKind kind) throws IOException {
        return switch (kind) {
            case COMMAND -> new CommandChannel(set.get(AlertSettings.COMMAND), timeout);
            case WEBHOOK ->
                WebhookChannel.ofProgram(secret(AlertSettings.WEBHOOK), secret(AlertSettings.WEBHOOK_SECRET), timeout);
            case SLACK -> service(AlertSettings.SLACK, new SlackPayload());
            case TEAMS -> service(AlertSettings.TEAMS, new TeamsPayload());
            case DISCORD -> service(AlertSettings.DISCORD, new DiscordPayload());
            case NTFY -> WebhookChannel.ofNtfy(secret(AlertSettings.NTFY), secret(AlertSettings.NTFY_TOKEN), timeout);
            case MAIL -> mail();
        };
    }

    private Channel service(Setting<String> address, Payload payload) throws IOException {
        return WebhookChannel.ofService(secret(address), payload, timeout);
    }

    private String secret(Setting<String> setting) throws IOException {
        return set.secret(setting, disk);
    }

    private Channel mail() throws IOException {
        List<String> recipients = Stream.of(set.get(AlertSettings.MAIL_TO).split(",", -1))
                .map(String::strip)
                .toList();
        MailServer server = server();
        return new MailChannel(
                OptionalParts.load(MailTransport.class, "send mail", disk),
                server,
                sender(server.user(), recipients.getFirst()),
                recipients);
    }

    private String sender(String user, String recipient) {
        String sender = set.get(AlertSettings.MAIL_SENDER);
        if (!sender.isEmpty()) {
            return sender;
        }
        return user.contains("@") ? user : recipient;
    }

    private MailServer server() throws IOException {
        String address = set.get(AlertSettings.MAIL_SERVER);
        if (address.isEmpty()) {
            throw new IOException("alerts.mail_server is not set");
        }
        MailServer.Security security =
                MailServer.Security.valueOf(set.get(AlertSettings.MAIL_TLS).toUpperCase(Locale.ROOT));
        int colon = address.lastIndexOf(':');
        boolean hasPort = colon > address.lastIndexOf(']') && colon >= 0;
        String host = (hasPort ? address.substring(0, colon) : address).replaceAll("[\\[\\]]", "");
        int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : defaultPort(security);
        return new MailServer(
                host, port, security, set.get(AlertSettings.MAIL_USER), secret(AlertSettings.MAIL_PASSWORD), timeout);
    }

    private static int defaultPort(MailServer.Security security) {
        return switch (security) {
            case STARTTLS -> PORT_OF_STARTTLS;
            case TLS -> PORT_OF_TLS;
            case OFF -> PORT_WITHOUT_TLS;
        };
    }
}
