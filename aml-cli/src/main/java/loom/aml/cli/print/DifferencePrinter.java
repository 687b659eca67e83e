package loom.aml.cli.print;

import java.io.PrintStream;
import loom.aml.app.text.Amounts;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.io.Printable;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import org.jspecify.annotations.Nullable;

/** Prints one difference per line: {@code +} for added, {@code ~} for changed, {@code -} for removed. */
public final class DifferencePrinter {
    private final Style style;
    private final PrintStream out;

    public DifferencePrinter(Style style, PrintStream out) {
        this.style = style;
        this.out = out;
    }

    public void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) {
        line(change, file.agent() + "/" + file.kind().word() + "/" + (id == null ? "(no id)" : id));
    }

    public void file(String path, ItemVersions.Change change) {
        line(change, path);
    }

    private void line(ItemVersions.Change change, String what) {
        out.println("  " + style.bold(sign(change)) + " " + Printable.of(what));
    }

    private static String sign(ItemVersions.Change change) {
        return switch (change) {
            case ADDED -> "+";
            case CHANGED -> "~";
            case REMOVED -> "-";
        };
    }

    /** Returns {@code 3 added, 1 changed, 0 removed}. */
    public static String words(FileChange.Difference difference) {
        return Amounts.count(difference.added()) + " added, " + Amounts.count(difference.changed()) + " changed, "
                + Amounts.count(difference.removed()) + " removed";
    }
}
