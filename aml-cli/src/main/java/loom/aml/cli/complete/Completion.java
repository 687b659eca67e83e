package loom.aml.cli.complete;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.cli.CommandEntry;
import loom.aml.cli.Session;

/**
 * Completes command lines from the descriptions of the commands, so new commands need no extra code. Shells run {@code
 * aml __complete WORD...}, whose last word is the incomplete one; see
 * {@link Script}.
 */
public final class Completion {
    /** The hidden command that shells run. */
    public static final String REQUEST = "__complete";

    private final List<CommandEntry> commands;
    private final Session session;

    public Completion(List<CommandEntry> commands, Session session) {
        this.commands = commands;
        this.session = session;
    }

    /** Prints the proposals, one per line: the word, a tab, and its description. */
    public void print(List<String> words, PrintStream out) {
        after(words).forEach(proposal -> out.println(proposal.line()));
    }

    /** Returns proposals for a line whose last word is incomplete or empty. */
    public List<Proposal> after(List<String> words) {
        String typed = words.isEmpty() ? "" : words.getLast();
        List<String> before = new ArrayList<>(words.subList(0, Math.max(0, words.size() - 1)));
        int first = indexOfWord(before, 0);
        Optional<String> path = Optional.empty();
        if (first >= 0 && beginningWith(before.get(first)).isEmpty()) {
            path = Optional.of(session.environment().expanded(before.remove(first)));
            first = indexOfWord(before, first);
        }
        session.location().name(path);
        if (first < 0) {
            return matching(typed, firstWords(typed, path.isPresent()));
        }
        List<CommandEntry> group = beginningWith(before.get(first));
        if (group.isEmpty()) {
            return List.of();
        }
        before.remove(first);
        int second = indexOfWord(before, first);
        if (!group.getFirst().isInGroup() && (second < 0 || !isSecond(group, before.get(second)))) {
            List<Proposal> proposals = new ArrayList<>(new Arguments(group.getFirst(), session).after(before, typed));
            if (second < 0 && !typed.startsWith("-")) {
                proposals.addAll(secondWords(group));
            }
            return matching(typed, proposals);
        }
        if (second < 0) {
            return matching(typed, secondWords(group));
        }
        String word = before.remove(second);
        return group.stream()
                .filter(entry -> isSecond(List.of(entry), word))
                .findFirst()
                .map(entry -> matching(typed, new Arguments(entry, session).after(before, typed)))
                .orElse(List.of());
    }

    private static int indexOfWord(List<String> words, int from) {
        for (int i = from; i < words.size(); i++) {
            if (Arguments.takesValueBeforeTheCommand(words.get(i))) {
                i++;
            } else if (!words.get(i).startsWith("-")) {
                return i;
            }
        }
        return -1;
    }

    private List<CommandEntry> beginningWith(String word) {
        return commands.stream()
                .filter(entry -> entry.words().getFirst().equals(word))
                .toList();
    }

    private List<Proposal> firstWords(String typed, boolean hasPath) {
        List<Proposal> proposals = new ArrayList<>();
        if (typed.startsWith("-")) {
            return List.of(
                    new Proposal("--all", "Run a command on all stores"),
                    new Proposal("--help", "List the commands"),
                    new Proposal("--version", "Print the version"));
        }
        Map<String, String> words = new LinkedHashMap<>();
        for (CommandEntry entry : commands) {
            List<String> parts = entry.words();
            // A group is described by its subcommands.
            words.merge(
                    parts.getFirst(),
                    parts.size() == 1 ? entry.summary() : parts.get(1),
                    (one, other) -> one + ", " + other);
        }
        words.forEach((word, description) -> proposals.add(new Proposal(word, description)));
        if (!hasPath) {
            proposals.add(Proposal.DIRECTORIES);
        }
        return proposals;
    }

    private static boolean isSecond(List<CommandEntry> group, String word) {
        return group.stream()
                .anyMatch(entry -> entry.isInGroup() && entry.words().getLast().equals(word));
    }

    private static List<Proposal> secondWords(List<CommandEntry> group) {
        return group.stream()
                .filter(CommandEntry::isInGroup)
                .map(entry -> new Proposal(entry.words().getLast(), entry.summary()))
                .toList();
    }

    private static List<Proposal> matching(String typed, List<Proposal> proposals) {
        return proposals.stream()
                .filter(proposal -> isForTheShell(proposal) || proposal.value().startsWith(typed))
                .toList();
    }

    private static boolean isForTheShell(Proposal proposal) {
        return proposal == Proposal.FILES || proposal == Proposal.DIRECTORIES;
    }
}
