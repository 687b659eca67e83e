package loom.aml.stale.project;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The targets of makefiles and the recipes of justfiles. */
final class Makefiles {
    static final List<String> MAKE = List.of("GNUmakefile", "makefile", "Makefile");
    static final List<String> JUST = List.of("justfile", "Justfile", ".justfile");
    private static final int MOST_INCLUDED = 20;

    private final Project project;

    Makefiles(Project project) {
        this.project = project;
    }

    /** Returns the targets of the makefile of a directory; empty if it has none. */
    Optional<Definitions> targets(String folder) {
        for (String name : MAKE) {
            String path = Project.in(folder, name);
            Optional<String> text = project.text(path);
            if (text.isPresent()) {
                return Optional.of(targets(folder, text.get()));
            }
            if (project.at(path) != Project.Presence.MISSING) {
                // A link, or too large.
                return Optional.of(new Definitions(Set.of(), true));
            }
        }
        return Optional.empty();
    }

    private Definitions targets(String folder, String first) {
        Set<String> names = new HashSet<>();
        boolean isOpen = false;
        Deque<String> texts = new ArrayDeque<>(List.of(first));
        for (int read = 0; !texts.isEmpty(); read++) {
            String text = texts.removeFirst();
            for (String line : text.replace("\\\n", " ").replace("\\\r\n", " ").split("\n", -1)) {
                isOpen |= read > MOST_INCLUDED || line(folder, line, names, texts);
            }
            if (read > MOST_INCLUDED) {
                break;
            }
        }
        return new Definitions(names, isOpen);
    }

    /** Reads a line, and returns whether it may define other targets. */
    private boolean line(String folder, String line, Set<String> names, Deque<String> texts) {
        if (line.startsWith("\t") || line.isBlank() || line.stripLeading().startsWith("#")) {
            return false;
        }
        String[] words = line.strip().split("\\s+", 2);
        if (words[0].equals("include") || words[0].equals("-include") || words[0].equals("sinclude")) {
            Optional<String> included = words.length > 1 && isPlain(words[1])
                    ? project.text(Project.in(folder, words[1].strip()))
                    : Optional.empty();
            included.ifPresent(texts::addLast);
            return included.isEmpty();
        }
        if (line.contains("$(eval") || words[0].equals("define")) {
            return true;
        }
        int colon = line.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        boolean isAssignment = line.startsWith(":=", colon)
                || line.startsWith("::=", colon)
                || line.substring(0, colon).indexOf('=') >= 0;
        if (isAssignment) {
            return false;
        }
        boolean isOpen = false;
        for (String target : line.substring(0, colon).strip().split("\\s+")) {
            if (target.indexOf('$') >= 0 || target.indexOf('%') >= 0) {
                isOpen = true;
            } else {
                names.add(target);
            }
        }
        // .PHONY names targets of files that were included, too.
        if (line.startsWith(".PHONY")) {
            names.addAll(List.of(line.substring(colon + 1).strip().split("\\s+")));
        }
        return isOpen;
    }

    private static boolean isPlain(String path) {
        return !path.isBlank() && path.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-./".indexOf(c) >= 0);
    }

    /** Returns the recipes of the justfile of a directory; empty if it has none. */
    Optional<Definitions> recipes(String folder) {
        for (String name : JUST) {
            String path = Project.in(folder, name);
            Optional<String> text = project.text(path);
            if (text.isPresent()) {
                return Optional.of(recipesOf(text.get()));
            }
            if (project.at(path) != Project.Presence.MISSING) {
                // A link, or too large.
                return Optional.of(new Definitions(Set.of(), true));
            }
        }
        return Optional.empty();
    }

    private static Definitions recipesOf(String text) {
        Set<String> names = new HashSet<>();
        boolean isOpen = false;
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || Character.isWhitespace(line.charAt(0)) || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("[\\s:(]+", 3);
            isOpen |= words[0].equals("import")
                    || words[0].equals("import?")
                    || words[0].equals("mod")
                    || words[0].equals("mod?");
            if (words[0].equals("alias") && words.length > 1) {
                names.add(words[1]);
            } else if (line.indexOf(':') > 0) {
                names.add(words[0].startsWith("@") ? words[0].substring(1) : words[0]);
            }
        }
        return new Definitions(names, isOpen);
    }
}
