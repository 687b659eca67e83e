package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.io.Access;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.storage.Ownership;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.TimedId;

/**
 * The files that we keep in a store for as long as a change takes. They are dotfiles at its top level, where the runtime does
 * not see them (its backup fails on names that come and go in an agent's directory); only where an agent's directory is a
 * device of its own must they lie in it, since a rename cannot cross devices.
 *
 * <pre>
 * .aml-lock               the maintenance lock; stays
 * .aml-&lt;token&gt;.new        staged: what the file is to become
 * .aml-&lt;token&gt;.old        the before-image: a second name of what the file was
 * .aml-&lt;token&gt;.journal    what is being done; see {@link JournalEntry}
 * .aml-&lt;token&gt;.part       a journal that is being written
 * .aml-&lt;run&gt;.decided      all changes of a run that belong together are staged and journalled: from here on they are finished
 * </pre>
 */
final class OwnFiles {
    /** The lock that is held while a run changes the store. */
    static final String MAINTENANCE_LOCK = ".aml-lock";

    static final String PREFIX = ".aml-";
    static final String STAGED = ".new";
    static final String BEFORE = ".old";
    static final String JOURNAL = ".journal";
    static final String PART = ".part";
    static final String DECIDED = ".decided";

    private OwnFiles() {}

    /** Whether a name is that of a file which a finished run leaves nothing of. */
    static boolean isTransient(String name) {
        return isOfChange(name, STAGED) || isOfChange(name, BEFORE) || isOfChange(name, PART) || isJournal(name);
    }

    /** Returns the journals of interrupted changes. */
    static List<Path> journals(Disk disk, Path root) throws IOException {
        List<Path> journals = new ArrayList<>();
        for (DirectoryEntry entry : disk.list(root)) {
            if (entry.state().isFile() && isJournal(entry.name())) {
                journals.add(FileName.resolve(root, entry.name()));
            }
        }
        return journals;
    }

    /** Whether a name is that of a decision. */
    static boolean isDecision(String name) {
        return name.startsWith(PREFIX) && name.endsWith(DECIDED) && isRun(token(name));
    }

    /**
     * Whether a path within the store names a file of our own. Only names that we really write are ours: people call files
     * {@code .aml-notes.txt}, and editors and sync tools call copies of the lock {@code .aml-lock~}.
     */
    static boolean isOwn(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isAtTop = name.length() == path.length();
        return isAtTop && (name.equals(MAINTENANCE_LOCK) || isDecision(name)) || isTransient(name);
    }

    /** Whether a name is made of a run, the numbers of a change and an attempt, and a suffix. */
    private static boolean isOfChange(String name, String suffix) {
        if (!name.startsWith(PREFIX) || !name.endsWith(suffix)) {
            return false;
        }
        String token = token(name);
        int attempt = token.lastIndexOf('-');
        int number = attempt < 0 ? -1 : token.lastIndexOf('-', attempt - 1);
        return number > 0
                && isNumber(token, number + 1, attempt)
                && isNumber(token, attempt + 1, token.length())
                && isRun(token.substring(0, number));
    }

    private static boolean isRun(String text) {
        return text.equals(LogFolder.UNRECORDED) || TimedId.isOne(text);
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    /** Where it is noted that the changes of a run are to be finished, all of them. */
    static Path decision(Path root, String run) {
        return root.resolve(PREFIX + run + DECIDED);
    }

    static boolean isJournal(String name) {
        return isOfChange(name, JOURNAL);
    }

    /** What the names of the transient files of one change have in common. */
    static String token(String name) {
        return name.substring(PREFIX.length(), Math.max(PREFIX.length(), name.lastIndexOf('.')));
    }

    /** The runs that left files behind. */
    static Set<String> runsOf(List<DirectoryEntry> entries) {
        Set<String> runs = new TreeSet<>();
        for (DirectoryEntry entry : entries) {
            if (entry.state().isFile() && isTransient(entry.name())) {
                String token = token(entry.name());
                runs.add(token.substring(0, token.lastIndexOf('-', token.lastIndexOf('-') - 1)));
            } else if (entry.state().isFile() && isDecision(entry.name())) {
                runs.add(token(entry.name()));
            }
        }
        return runs;
    }

    /** What our own files in the store look like to others: private, and the property of the store's owner. */
    static Access access(Disk disk, Path root) throws IOException {
        return Ownership.ofDirectory(disk, root).ownFile();
    }

    /** Makes a file of our own; it is ours where we may not give it to the owner of the store. */
    static FileOutput create(Disk disk, Path root, Path file) throws IOException {
        return Ownership.createFile(disk, file, access(disk, root));
    }

    /** The directory in which files for a change in {@code directory}, which need not stand yet, are staged. */
    static Path stagingDirectory(Disk disk, Path root, Path directory) throws IOException {
        return disk.state(directory).isMissing() || disk.sameDevice(root, directory) ? root : directory;
    }
}
