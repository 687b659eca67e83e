package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import loom.aml.app.backup.AcceptCopyKey;
import loom.aml.app.backup.AddCopyKey;
import loom.aml.app.backup.KeyedCopies;
import loom.aml.app.backup.KeyedCopy;
import loom.aml.app.backup.ListCopyKeys;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.RemoveCopyKey;
import loom.aml.app.backup.RotateCopyKey;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import loom.aml.storage.CopyKey;
import loom.aml.storage.Encryption;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows and changes the keys that open encrypted copies of the backups. */
public final class BackupKeyCommand implements Command {
    private static final List<String> ACTIONS = List.of("list", "add", "remove", "rotate", "accept");
    private static final String PASSPHRASE = "--passphrase";
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");
    private static final String RECIPIENT = "age1";

    @Override
    public String example() {
        return "aml backup key add";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(
                Options.operand(0, ACTIONS, "ACTION", "0..1", "list, add, remove, rotate or accept (list)."));
        spec.addPositional(
                Options.operands(
                        1,
                        "RECIPIENT PLACE",
                        "The recipient to add (your own key) or remove, age1..., or the fingerprint to accept; then copies (backup.copy_to)."));
        spec.addOption(Options.flag("Add or remove a passphrase instead of a recipient.", PASSPHRASE));
    }

    /** The operands of an action. */
    private record Operands(
            Optional<String> recipient, Optional<String> fingerprint, boolean isPassphrase, List<String> places) {
        static Operands of(ParseResult arguments, Session session) {
            List<String> words = new ArrayList<>(Arrays.asList(arguments.matchedPositionalValue(1, new String[0])));
            Optional<String> recipient = words.isEmpty() || !words.getFirst().startsWith(RECIPIENT)
                    ? Optional.empty()
                    : Optional.of(words.removeFirst());
            Optional<String> fingerprint =
                    words.isEmpty() || !FINGERPRINT.matcher(words.getFirst()).matches()
                            ? Optional.empty()
                            : Optional.of(words.removeFirst());
            return new Operands(
                    recipient,
                    fingerprint,
                    Options.has(arguments, PASSPHRASE),
                    words.stream()
                            .map(place -> CopyOption.resolved(place, session))
                            .toList());
        }

        boolean isForReader() {
            return recipient.isPresent() || isPassphrase;
        }
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String action = arguments.matchedPositionalValue(0, "list");
        Operands operands = Operands.of(arguments, session);
        if (!ACTIONS.contains(action)) {
            throw UsageException.unknown("action", action, ACTIONS);
        }
        if (operands.isForReader() && !action.equals("add") && !action.equals("remove")) {
            throw new UsageException("'" + action + "' takes no recipient and no passphrase");
        }
        if (operands.fingerprint().isPresent() != action.equals("accept")) {
            throw new UsageException(
                    action.equals("accept")
                            ? "name the fingerprint of the key to accept; the message that refuses it contains it"
                            : "'" + action + "' takes no fingerprint");
        }
        if (action.equals("remove") && operands.recipient().isPresent() == operands.isPassphrase()) {
            throw new UsageException("name one recipient (age1...), or give " + PASSPHRASE);
        }
        try (OpenBackups backups = session.store().openBackups()) {
            return switch (action) {
                case "add" -> add(backups, operands, session);
                case "remove" -> remove(backups, operands, session);
                case "rotate" -> rotate(backups, operands, session);
                case "accept" -> accept(backups, operands, session);
                default -> list(backups, operands, session);
            };
        }
    }

    private static ExitCode list(OpenBackups backups, Operands operands, Session session) throws IOException {
        ListCopyKeys.Result result = new ListCopyKeys(backups, new PassphrasePrompt(session))
                .run(new ListCopyKeys.Request(operands.places()));
        session.printJson(result.toJson());
        if (result.own().isEmpty()) {
            session.out().println(session.style().note("you have no key; 'aml backup key add' creates one"));
        }
        for (String own : result.own()) {
            session.out()
                    .println(own + "  your key, in "
                            + Printable.of(result.keyFile().orElse("")));
        }
        for (ListCopyKeys.Copy copy : result.copies()) {
            if (copy.failure().isPresent()) {
                session.warn(copy.place() + ": " + Printable.of(copy.failure().get()));
            } else if (copy.readers().isEmpty()) {
                session.out().println(Printable.of(copy.place()) + ": not encrypted, or not begun");
            } else {
                session.out()
                        .println(Printable.of(copy.place()) + ", key "
                                + copy.key().orElse("") + ":");
                copy.readers().forEach(reader -> session.out().println("  " + reader));
                if (copy.isRotating()) {
                    session.warn(
                            "a rotation of " + copy.place() + " was interrupted; 'aml backup key rotate' continues it");
                }
            }
        }
        return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static ExitCode add(OpenBackups backups, Operands operands, Session session) throws IOException {
        KeyedCopies result = new AddCopyKey(backups, new PassphrasePrompt(session))
                .run(new AddCopyKey.Request(operands.recipient(), operands.isPassphrase(), operands.places()));
        if (!result.isCreated() && result.copies().isEmpty()) {
            throw new UsageException("no copy to add it to: give one, or set backup.copy_to in the configuration");
        }
        session.printJson(result.toJson());
        if (result.isCreated()) {
            session.out()
                    .println(session.style()
                            .done("created " + Printable.of(result.keyFile().orElse("")) + " with the recipient "
                                    + result.keys().getFirst()));
            session.out()
                    .println(
                            session.style()
                                    .note(
                                            "keep a copy of this file away from this machine: without it nothing in the copies can be"
                                                    + " read. A second key is safer: 'aml backup key add RECIPIENT', or backup.recipients"));
        }
        print(result.copies(), "added to ", "already a reader of ", session);
        return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static ExitCode remove(OpenBackups backups, Operands operands, Session session) throws IOException {
        String reader = operands.recipient().orElse(Encryption.PASSPHRASE);
        KeyedCopies result = new RemoveCopyKey(backups, new PassphrasePrompt(session))
                .run(new RemoveCopyKey.Request(reader, operands.places()));
        requirePlaces(result.copies());
        session.printJson(result.toJson());
        print(result.copies(), "removed from ", "not a reader of ", session);
        if (result.copies().stream().anyMatch(KeyedCopy::isChanged)) {
            session.out()
                    .println(session.style()
                            .note(
                                    "who had this key may have kept the key of the objects; 'aml backup key rotate' replaces"
                                            + " it"));
        }
        return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static ExitCode rotate(OpenBackups backups, Operands operands, Session session) throws IOException {
        session.ifStopped(
                "objects with the old key and with the new one are readable; run the command again to continue");
        KeyedCopies result = new RotateCopyKey(backups, new PassphrasePrompt(session))
                .run(new RotateCopyKey.Request(operands.places()));
        requirePlaces(result.copies());
        session.printJson(result.toJson());
        for (KeyedCopy copy : result.copies()) {
            session.show(copy.findings());
            if (copy.failure().isPresent()) {
                session.warn(copy.place() + ": " + Printable.of(copy.failure().get()));
            } else {
                print(copy, session);
            }
        }
        return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static void print(KeyedCopy copy, Session session) {
        String objects = Amounts.of(copy.objects(), "object") + " in " + Printable.of(copy.place()) + " with a new key";
        session.out()
                .println(
                        copy.isComplete()
                                ? session.style().done("encrypted " + objects)
                                : session.style()
                                        .note("encrypted " + objects + "; the older key still opens the others"));
        session.out()
                .println("  key " + copy.key().map(CopyKey::fingerprint).orElse("") + ", opened by "
                        + String.join(", ", copy.readers()));
    }

    private static ExitCode accept(OpenBackups backups, Operands operands, Session session) throws IOException {
        KeyedCopies result = new AcceptCopyKey(backups, new PassphrasePrompt(session))
                .run(new AcceptCopyKey.Request(operands.fingerprint().orElseThrow(), operands.places()));
        requirePlaces(result.copies());
        session.printJson(result.toJson());
        print(result.copies(), "accepted the key of ", "already known: the key of ", session);
        return result.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static void requirePlaces(List<KeyedCopy> copies) {
        if (copies.isEmpty()) {
            throw new UsageException("no copy: give one, or set backup.copy_to in the configuration");
        }
    }

    private static void print(List<KeyedCopy> copies, String changed, String unchanged, Session session) {
        for (KeyedCopy copy : copies) {
            if (copy.failure().isPresent()) {
                session.warn(copy.place() + ": " + Printable.of(copy.failure().get()));
            } else {
                session.out()
                        .println(session.style()
                                .done((copy.isChanged() ? changed : unchanged) + Printable.of(copy.place()) + ", which "
                                        + Amounts.of(copy.readers().size(), "key") + " can open"));
            }
        }
    }
}
