package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.Scope;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The client, the scope and the folders of the commands that connect clients. */
final class ClientArguments {
    private static final String SCOPE = "--scope";

    private ClientArguments() {}

    static void describe(CommandSpec spec, String arity) {
        spec.addPositional(Options.operand(
                0, clients(), "CLIENT", arity, "claude-code, codex, opencode, cursor, gemini or vscode."));
        spec.addOption(Options.choice(
                scopes(), "SCOPE", "In all projects of the user, or in this project: user or project (user).", SCOPE));
    }

    private static List<String> clients() {
        List<String> words = new ArrayList<>();
        for (ClientKind kind : ClientKind.values()) {
            words.add(kind.word());
        }
        return words;
    }

    private static List<String> scopes() {
        List<String> words = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            words.add(scope.word());
        }
        return words;
    }

    static boolean hasClient(ParseResult arguments) {
        return !arguments.matchedPositionalValue(0, "").isEmpty();
    }

    static ClientKind client(ParseResult arguments) {
        String word = arguments.matchedPositionalValue(0, "");
        for (ClientKind kind : ClientKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw UsageException.unknown("client", word, clients());
    }

    static boolean hasScope(ParseResult arguments) {
        return arguments.hasMatchedOption(SCOPE);
    }

    static Scope scope(ParseResult arguments) {
        String word = arguments.matchedOptionValue(SCOPE, Scope.USER.word());
        for (Scope scope : Scope.values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        throw UsageException.unknown("scope", word, scopes());
    }

    static ClientFolders folders(Session session) {
        return ClientFolders.of(session.environment().variables());
    }

    /** Returns the working directory; the root if it no longer exists and is not needed. */
    static Path directory(Session session, Scope scope) throws IOException {
        boolean isNeeded = scope == Scope.PROJECT;
        return session.environment().hasNoDirectory() && !isNeeded ? Path.of("/") : session.resolve("");
    }
}
