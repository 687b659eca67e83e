package loom.aml.store.file;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.io.DirectoryEntry;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.TimedId;

/**
 * The temporary files that aml keeps while a change is made, in the {@link WorkFolder} of the store. In a store of the runtime
 * they are dotfiles at its top level, where the runtime does not see them: its backup fails on names that come and go in an
 * agent's directory.
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

    static boolean isJournal(String name) {
        return isOfChange(name, JOURNAL);
    }

    /** Returns the common part of the names of the temporary files of one change. */
    static String token(String name) {
        return name.substring(PREFIX.length(), Math.max(PREFIX.length(), name.lastIndexOf('.')));
    }

    /** Returns the run that a token begins with. */
    static String runOf(String token) {
        return token.substring(0, token.lastIndexOf('-', token.lastIndexOf('-') - 1));
    }

    /** Returns the runs that left files behind. */
    static Set<String> runsOf(List<DirectoryEntry> entries) {
        Set<String> runs = new TreeSet<>();
        for (DirectoryEntry entry : entries) {
            if (entry.state().isFile() && isTransient(entry.name())) {
                runs.add(runOf(token(entry.name())));
            } else if (entry.state().isFile() && isDecision(entry.name())) {
                runs.add(token(entry.name()));
            }
        }
        return runs;
    }
}
