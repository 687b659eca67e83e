package loom.aml.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import loom.aml.config.Suggestion;

/** Finds commands by their words. Uses plain loops, because linking a lambda would delay each start. */
final class Commands {
    /** All commands, in the order of the help. */
    static final List<CommandEntry> ALL = List.of(CommandEntry.values());

    private Commands() {}

    /** Returns the first words of all commands, in the order of the help. */
    static List<String> firstWords() {
        SequencedSet<String> words = new LinkedHashSet<>();
        for (CommandEntry entry : ALL) {
            words.add(entry.words().getFirst());
        }
        return List.copyOf(words);
    }

    /** Returns the commands whose first word this is: one, a group, or none. */
    static List<CommandEntry> group(String word) {
        List<CommandEntry> group = new ArrayList<>();
        for (CommandEntry entry : ALL) {
            if (entry.words().getFirst().equals(word)) {
                group.add(entry);
            }
        }
        return group;
    }

    /** Returns the commands whose second word this is, for users who omitted the first. */
    static List<CommandEntry> withoutGroup(String word) {
        List<CommandEntry> found = new ArrayList<>();
        for (CommandEntry entry : ALL) {
            if (entry.isInGroup() && entry.words().getLast().equals(word)) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Returns the command that was probably meant by a mistyped word, with or without its group. */
    static Optional<String> meant(String word) {
        List<String> words = new ArrayList<>(firstWords());
        for (CommandEntry entry : ALL) {
            words.add(entry.words().getLast());
        }
        return Suggestion.to(word, words).map(near -> {
            List<CommandEntry> inGroups = withoutGroup(near);
            return group(near).isEmpty() && !inGroups.isEmpty()
                    ? inGroups.getFirst().fullName()
                    : near;
        });
    }
}
