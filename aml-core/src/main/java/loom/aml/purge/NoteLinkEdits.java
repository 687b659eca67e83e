package loom.aml.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.NoteTarget;
import loom.aml.store.MemoryStore;

/** Finds the lines of an index of notes that lead to purged notes, with the lines that continue them. */
final class NoteLinkEdits {
    private static final String INDEX = "MEMORY.";
    private static final Pattern LINE = Pattern.compile(
            "(?m)^[ \\t]*(?:[-*+]|\\d{1,9}[.)])[ \\t].*(?:\\R(?![ \\t]*(?:[-*+]|\\d{1,9}[.)])[ \\t])[ \\t]+\\S.*)*\\R?");
    private static final Pattern TARGET = Pattern.compile("]\\(<?([^)>\\s]+)");

    private final WantedText wanted;
    private final MemoryStore store;

    NoteLinkEdits(WantedText wanted, MemoryStore store) {
        this.wanted = wanted;
        this.store = store;
    }

    List<Edit> of(String path, String text) {
        List<Edit> edits = new ArrayList<>();
        if (!path.startsWith(INDEX, path.lastIndexOf('/') + 1)) {
            return edits;
        }
        for (Matcher line = LINE.matcher(text); line.find(); ) {
            Matcher target = TARGET.matcher(line.group());
            if (target.find()
                    && NoteTarget.of(path, target.group(1))
                            .filter(this::isPurged)
                            .isPresent()) {
                wanted.learn(line.group());
                edits.add(new Edit(line.start(), line.end(), ""));
            }
        }
        return edits;
    }

    private boolean isPurged(NoteTarget target) {
        for (ItemKey item : wanted.policy().items()) {
            if (item.kind() == ItemKind.NOTE
                    && store.filesOf(item).stream().anyMatch(file -> file.path().equals(target.path()))) {
                return true;
            }
        }
        return wanted.isMatched(target.path());
    }
}
