package loom.aml.notify;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of channel. There is at most one channel of each kind. */
public enum ChannelKind {
    COMMAND(true),
    WEBHOOK(true),
    SLACK(false),
    TEAMS(false),
    DISCORD(false),
    NTFY(false),
    MAIL(false);

    private final boolean isForPrograms;

    ChannelKind(boolean isForPrograms) {
        this.isForPrograms = isForPrograms;
    }

    /** Returns whether each notice is a message of its own; people get all notices that are due in one message. */
    public boolean isForPrograms() {
        return isForPrograms;
    }

    /** Returns the name in settings, messages and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ChannelKind> named(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
