package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.cli.system.Program;
import loom.aml.storage.Unlocking;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal for the passphrase of encrypted copies, once. The terminal does not show it. */
final class PassphrasePrompt implements Unlocking.Passphrase {
    private final Session session;
    private @Nullable String known;

    PassphrasePrompt(Session session) {
        this.session = session;
    }

    @Override
    public synchronized Optional<String> get(boolean isNew) throws IOException {
        if (!session.prompt().canAsk()) {
            return Optional.empty();
        }
        if (known == null) {
            known = asked(isNew);
        }
        return Optional.of(known);
    }

    private String asked(boolean isNew) throws IOException {
        String settings = stty("-g");
        Thread restoring = new Thread(() -> restore(settings), "aml-terminal");
        Runtime.getRuntime().addShutdownHook(restoring);
        try {
            stty("-echo");
            String passphrase = session.prompt().line(isNew ? "New passphrase: " : "Passphrase: ");
            if (isNew && !session.prompt().line("The same again: ").equals(passphrase)) {
                throw new IOException("the two passphrases differ");
            }
            if (passphrase.isEmpty()) {
                throw new IOException("no passphrase was entered");
            }
            return passphrase;
        } finally {
            restore(settings);
            Runtime.getRuntime().removeShutdownHook(restoring);
        }
    }

    private void restore(String settings) {
        try {
            stty(settings);
        } catch (IOException e) {
            // The terminal is gone.
        }
    }

    private String stty(String argument) throws IOException {
        Program.Result result = new Program("stty", session).runOnTerminal(argument);
        if (result.code() != 0) {
            throw new IOException("cannot hide the passphrase at this terminal; set backup.passphrase_file");
        }
        return result.text();
    }
}
