package loom.aml.store.file;

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
 * The temporary files that aml keeps in a store while a change is made. They are dotfiles at the top level of the
 * store, where the runtime does not see them: its backup fails on names that come and go in an agent's directory. If an
 * agent's directory is on another device, they are created in it, since a rename cannot cross devices.
 *
 * <pre>
 * .aml-lock               the maintenance lock; permanent
 * .aml-&lt;token&gt;.new        staged: the next version of the file
 * .aml-&lt;token&gt;.old        the before-image: a second name of the previous version
 * .aml-&lt;token&gt;.journal    the change in progress; see {@link JournalEntry}
 * .aml-&lt;token&gt;.part       a journal that is being written
 * .aml-&lt;run&gt;.decided      all changes of an atomic set are staged and journaled and will be completed
 * </pre>
 */
public final class OwnFiles {
    /** The lock that a run holds while it changes the store. */
    static final String MAINTENANCE_LOCK = ".aml-lock";

    public static final String PREFIX = ".aml-";
    static final String STAGED = ".new";
    static final String BEFORE = ".old";
    static final String JOURNAL = ".journal";
    static final String PART = ".part";
    static final String DECIDED = ".decided";

    private OwnFiles() {}

    /** Returns whether a name belongs to a file that a finished run removes. */
    public static boolean isTransient(String name) {
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

    /** Returns whether a name is that of a decision. */
    static boolean isDecision(String name) {
        return name.startsWith(PREFIX) && name.endsWith(DECIDED) && isRun(token(name));
    }

    /**
     * Returns whether a path within the store names a file of aml's own. Only names that aml actually writes count:
     * people name files {@code .aml-notes.txt}, and editors and sync tools name copies of the lock {@code .aml-lock~}.
     */
    public static boolean isOwn(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isAtTop = name.length() == path.length();
        return isAtTop && (name.equals(MAINTENANCE_LOCK) || isDecision(name)) || isTransient(name);
    }

    /** Returns whether a name consists of a run, the numbers of a change and an attempt, and a suffix. */
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

    /** Returns the path of the decision to complete all changes of a run. */
    static Path decision(Path root, String run) {
        return root.resolve(PREFIX + run + DECIDED);
    }

    static boolean isJournal(String name) {
        return isOfChange(name, JOURNAL);
    }

    /** Returns the common part of the names of the temporary files of one change. */
    static String token(String name) {
        return name.substring(PREFIX.length(), Math.max(PREFIX.length(), name.lastIndexOf('.')));
    }

    /** Returns the runs that left files behind. */
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

    /** Returns the access of aml's own files in the store: private, and owned by the owner of the store. */
    static Access access(Disk disk, Path root) throws IOException {
        return Ownership.ofDirectory(disk, root).ownFile();
    }

    /** Creates a file of aml's own. It belongs to the current user if the ownership cannot be changed. */
    static FileOutput create(Disk disk, Path root, Path file) throws IOException {
        return Ownership.createFile(disk, file, access(disk, root));
    }

    /** Returns the directory in which files for a change in {@code directory}, which need not exist yet, are staged. */
    static Path stagingDirectory(Disk disk, Path root, Path directory) throws IOException {
        return disk.state(directory).isMissing() || disk.sameDevice(root, directory) ? root : directory;
    }
}
