package loom.aml.cli.command;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.cli.UsageException;
import loom.aml.config.Suggestion;

/**
 * Resolves agent names from the command line. An existing name takes precedence over a comma-separated list, and an
 * exact name over an equivalent one: {@code é} can be one character or two, depending on keyboards and file systems.
 */
final class AgentNaming {
    private static final int LISTED = 20;

    private final Set<String> known;
    private final String where;

    AgentNaming(Collection<String> known, String where) {
        this.known = new LinkedHashSet<>(known);
        this.where = where;
    }

    /** Returns whether a word can only be the exact name of an agent. */
    static boolean isPlain(String word) {
        return isAscii(word) && word.strip().equals(word) && word.indexOf(',') < 0;
    }

    /** Returns the agents of one word: a name, or several separated by commas. */
    List<String> of(String word) {
        List<String> agents = new ArrayList<>();
        String[] parts = word.split(",", -1);
        int next = 0;
        while (next < parts.length) {
            int end = parts.length;
            Optional<String> found = Optional.empty();
            // The longest name first, because parts of a name may be names, too.
            for (; found.isEmpty() && end > next; end--) {
                found = agent(String.join(",", List.of(parts).subList(next, end)));
            }
            if (found.isPresent()) {
                agents.add(found.get());
                next = end + 1;
            } else if (parts[next].isBlank()) {
                next++;
            } else {
                throw unknown(parts[next].strip());
            }
        }
        return agents;
    }

    private Optional<String> agent(String name) {
        if (known.contains(name)) {
            return Optional.of(name);
        }
        String stripped = name.strip();
        if (stripped.isEmpty()) {
            return Optional.empty();
        }
        return known.contains(stripped) ? Optional.of(stripped) : lookingLike(stripped);
    }

    private Optional<String> lookingLike(String name) {
        String composed = composed(name);
        if (isAscii(composed)) {
            return Optional.empty();
        }
        List<String> alike = new ArrayList<>();
        for (String agent : known) {
            if (composed(agent).equals(composed)) {
                alike.add(agent);
            }
        }
        if (alike.size() > 1) {
            throw new UsageException(where + " has " + alike.size() + " agents that look like '" + name
                    + "', with different Unicode normalisation; give the exact name");
        }
        return alike.stream().findFirst();
    }

    private static String composed(String name) {
        return isAscii(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    UsageException unknown(String agent) {
        String hint = Suggestion.to(agent, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty() ? "; it has none" : "; it has " + listed());
        return new UsageException(where + " has no agent '" + agent + "'" + hint);
    }

    private String listed() {
        String first = String.join(", ", known.stream().limit(LISTED).toList());
        return known.size() <= LISTED
                ? first
                : first + " and " + (known.size() - LISTED) + " more; 'aml agents' lists them";
    }
}
