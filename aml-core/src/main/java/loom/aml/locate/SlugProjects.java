package loom.aml.locate;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.locate.FoundStore.ProjectState;

/**
 * Finds the directories that a {@link ProjectSlug} may stand for. The name does not say where its dashes were slashes, so the
 * directories are looked up from the root downwards. Each directory is listed once, however many names lead through it.
 */
final class SlugProjects {
    /** Afterwards every answer is "unknown": nobody has so many directories on the way to projects. */
    private static final int MOST_LISTED = 50_000;

    /** A name that leads through more directories is made to keep aml busy. */
    private static final int MOST_STEPS = 2_000;

    private static final int SHOWN = 2;

    private final Disk disk;
    private final Path top;
    private final Map<Path, Map<String, List<String>>> listed = new HashMap<>();

    SlugProjects(Disk disk, Path top) {
        this.disk = disk;
        this.top = top;
    }

    /**
     * The directories of a name.
     *
     * @param project the directory, if there is exactly one
     */
    record Answer(ProjectState state, Optional<Path> project) {}

    /** One search. */
    private static final class Search {
        private final String slug;
        private final List<Path> found = new ArrayList<>();
        private boolean isIncomplete;
        private int steps;

        Search(String slug) {
            this.slug = slug;
        }

        boolean isOver() {
            return found.size() >= SHOWN || steps > MOST_STEPS;
        }
    }

    Answer of(String slug) {
        Search search = new Search(slug);
        if (ProjectSlug.isCut(slug)) {
            cut(search, top, "");
        } else if (slug.startsWith("-")) {
            below(search, top, 1);
        }
        if (search.found.size() > 1) {
            return new Answer(ProjectState.AMBIGUOUS, Optional.empty());
        }
        if (search.found.size() == 1) {
            return new Answer(ProjectState.FOUND, Optional.of(search.found.getFirst()));
        }
        boolean isUnknown = search.isIncomplete || search.steps > MOST_STEPS;
        return new Answer(isUnknown ? ProjectState.UNKNOWN : ProjectState.MISSING, Optional.empty());
    }

    /** Looks for the rest of a name below a directory. */
    private void below(Search search, Path directory, int from) {
        search.steps++;
        if (search.isOver()) {
            return;
        }
        Map<String, List<String>> names = names(search, directory);
        String slug = search.slug;
        for (int end = from + 1; end <= slug.length() && !search.isOver(); end++) {
            if (end < slug.length() && slug.charAt(end) != '-') {
                continue;
            }
            for (String name : names.getOrDefault(slug.substring(from, end), List.of())) {
                Path child = FileName.resolve(directory, name);
                if (isDirectory(search, child)) {
                    if (end == slug.length()) {
                        search.found.add(child);
                    } else {
                        below(search, child, end + 1);
                    }
                }
            }
        }
    }

    /** Looks for a name that was cut: only its beginning can be followed, and the hash decides. */
    private void cut(Search search, Path directory, String path) {
        search.steps++;
        if (search.isOver()) {
            return;
        }
        String beginning = search.slug.substring(0, ProjectSlug.LONGEST);
        for (Map.Entry<String, List<String>> entry : names(search, directory).entrySet()) {
            String longer = path + '-' + entry.getKey();
            boolean leadsOn = longer.startsWith(beginning) || beginning.startsWith(longer + '-');
            for (String name : leadsOn ? entry.getValue() : List.<String>of()) {
                Path child = FileName.resolve(directory, name);
                if (isDirectory(search, child)) {
                    if (ProjectSlug.of(FileName.text(child)).equals(search.slug)) {
                        search.found.add(child);
                    }
                    cut(search, child, longer);
                }
            }
        }
    }

    private boolean isDirectory(Search search, Path path) {
        try {
            return disk.state(path).isDirectory();
        } catch (IOException e) {
            search.isIncomplete = true;
            return false;
        }
    }

    /** Returns the names in a directory by their names with dashes. */
    private Map<String, List<String>> names(Search search, Path directory) {
        Map<String, List<String>> known = listed.get(directory);
        if (known != null) {
            search.isIncomplete |= known.containsKey("");
            return known;
        }
        Map<String, List<String>> names = new HashMap<>();
        if (listed.size() >= MOST_LISTED) {
            search.isIncomplete = true;
            return names;
        }
        try {
            for (String name : disk.names(directory)) {
                names.computeIfAbsent(ProjectSlug.dashed(name), _ -> new ArrayList<>(1))
                        .add(name);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Removed meanwhile.
        } catch (IOException e) {
            // It may contain the project. No name is empty.
            search.isIncomplete = true;
            names.put("", List.of());
        }
        listed.put(directory, names);
        return names;
    }
}
